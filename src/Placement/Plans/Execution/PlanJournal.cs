using System.Text;
using System.Text.Json;

namespace Placement.Plans;

/// <summary>The record of an execution: one line an event, forced to disk before the next thing happens. A torn last line is cut off.</summary>
internal sealed class PlanJournal : IDisposable
{
    private readonly FileStream _file;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();

    private PlanJournal(FileStream file, TimeProvider clock, List<JournalEntry> entries)
    {
        (_file, _clock) = (file, clock);
        foreach (var entry in entries)
        {
            Note(entry);
        }
    }

    /// <summary>Gets the steps that are done and not undone.</summary>
    public SortedSet<int> Done { get; } = [];

    /// <summary>Gets the steps that were begun, or whose undoing was begun, without an end.</summary>
    public SortedSet<int> UnderWay { get; } = [];

    public bool IsRollingBack { get; private set; }

    public JournalEvent? End { get; private set; }

    /// <summary>Opens a journal, or begins one.</summary>
    /// <exception cref="PlanFormatException">The journal is of another plan, or a line before the last cannot be read.</exception>
    public static PlanJournal Open(string path, string planSha256, TimeProvider clock)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            var length = Array.LastIndexOf(bytes, (byte)'\n') + 1;
            file.SetLength(length);
            file.Position = length;
            var entries = new List<JournalEntry>();
            foreach (var line in Encoding.UTF8.GetString(bytes, 0, length).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                entries.Add(Read(line, path, entries.Count + 1));
            }

            if (entries.Count > 0 && entries[0].Plan != planSha256)
            {
                throw new PlanFormatException($"{path} is the journal of the plan with SHA-256 {entries[0].Plan}; this plan has {planSha256}. Finish or roll back that one first, or choose another journal.");
            }

            var journal = new PlanJournal(file, clock, entries);
            if (entries.Count == 0)
            {
                journal.Write(new JournalEntry { Event = JournalEvent.Begun, Plan = planSha256, At = clock.GetUtcNow() });
            }

            return journal;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Write(JournalEvent what, int step = 0, string? reason = null) => Write(new JournalEntry { Event = what, Step = step, Reason = reason, At = _clock.GetUtcNow() });

    public void Dispose() => _file.Dispose();

    private static JournalEntry Read(string line, string path, int number)
    {
        try
        {
            return JsonSerializer.Deserialize(line, JournalJson.Default.JournalEntry) ?? throw new PlanFormatException($"{path}, line {number}: the JSON value null is no event.");
        }
        catch (JsonException e)
        {
            throw new PlanFormatException($"{path}, line {number}: {e.Message} The journal is damaged; compare the world with the plan by hand.", e);
        }
    }

    private void Write(JournalEntry entry)
    {
        lock (_gate)
        {
            _file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(entry, JournalJson.Default.JournalEntry) + "\n"));
            _file.Flush(flushToDisk: true);
            Note(entry);
        }
    }

    private void Note(JournalEntry entry)
    {
        switch (entry.Event)
        {
            case JournalEvent.StepBegun or JournalEvent.UndoBegun:
                UnderWay.Add(entry.Step);
                break;
            case JournalEvent.StepDone:
                UnderWay.Remove(entry.Step);
                Done.Add(entry.Step);
                break;
            case JournalEvent.UndoDone:
                UnderWay.Remove(entry.Step);
                Done.Remove(entry.Step);
                break;
            case JournalEvent.RollbackBegun:
                IsRollingBack = true;
                break;
            case JournalEvent.Completed or JournalEvent.RolledBack:
                End = entry.Event;
                break;
            default:
                break;
        }
    }
}
