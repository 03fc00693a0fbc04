using Placement.Telemetry.Quality;

namespace Placement.Telemetry.Profiles;

/// <summary>The slots of one series while samples arrive: pages where there are samples, nothing where there are none.</summary>
internal sealed class SeriesSlots
{
    /// <summary>Pages that one series may span: at 5 minutes a slot, 10 years.</summary>
    public const int MaxPages = 4096;

    private SlotPage?[] _pages = new SlotPage?[4];
    private int _used;

    public long FirstPage { get; private set; }

    public int PageCount => _used;

    public bool IsEmpty => _pages.All(page => page is null || page.Extent().Count == 0);

    public long LastTime { get; set; } = long.MinValue;

    public double LastTotal { get; set; } = double.NaN;

    /// <summary>Usage above this is impossible; +infinity when no capacity is known.</summary>
    public double Limit { get; init; } = float.MaxValue;

    public ZeroTrust Kind { get; init; }

    public int[]? Faults { get; private set; }

    public SlotPage? this[int page] => _pages[page];

    public void Clear() => (_pages, _used) = (new SlotPage?[4], 0);

    public void CountFault(int rule, int rules, int count = 1) => (Faults ??= new int[rules])[rule] += count;

    /// <summary>Leaves out what lies before a slot.</summary>
    /// <returns>The pages that are gone.</returns>
    public IEnumerable<SlotPage> Forget(long before)
    {
        var gone = (int)Math.Clamp((before >> SlotPage.Shift) - FirstPage, 0, _used);
        var pages = _pages[..gone].OfType<SlotPage>().ToList();
        (FirstPage, _used) = (FirstPage + gone, _used - gone);
        Array.Copy(_pages, gone, _pages, 0, _used);
        Array.Clear(_pages, _used, gone);
        if (_used > 0 && FirstPage == before >> SlotPage.Shift)
        {
            _pages[0]?.Forget((int)(before & SlotPage.Mask));
        }

        return pages;
    }

    /// <summary>A copy that shares nothing.</summary>
    public SeriesSlots Copy() => new()
    {
        _pages = [.. _pages.Select(page => page?.Copy())],
        _used = _used,
        FirstPage = FirstPage,
        LastTime = LastTime,
        LastTotal = LastTotal,
        Limit = Limit,
        Kind = Kind,
        Faults = (int[]?)Faults?.Clone(),
    };

    /// <summary>Gets the page of that number, if there is one.</summary>
    public SlotPage? Find(long number)
    {
        var at = (ulong)(number - FirstPage);
        return at < (ulong)_used ? _pages[(int)at] : null;
    }

    /// <summary>Gets the page of that number, making it when needed; <see langword="null"/> when it is too far from the others.</summary>
    public SlotPage? PageAt(long number, out bool made)
    {
        made = false;
        var at = number - FirstPage;
        if (_used == 0)
        {
            FirstPage = number;
            at = 0;
            _used = 1;
        }
        else if (at < 0)
        {
            if (_used - at > MaxPages)
            {
                return null;
            }

            var pages = new SlotPage?[Math.Max(4, (int)(_used - at) * 2)];
            Array.Copy(_pages, 0, pages, -at, _used);
            _pages = pages;
            _used -= (int)at;
            FirstPage = number;
            at = 0;
        }
        else if (at >= _used)
        {
            if (at >= MaxPages)
            {
                return null;
            }

            _used = (int)at + 1;
            if (_used > _pages.Length)
            {
                Array.Resize(ref _pages, _used * 2);
            }
        }

        ref var page = ref _pages[(int)at];
        made = page is null;
        return page ??= new SlotPage();
    }
}
