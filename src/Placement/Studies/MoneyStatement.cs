namespace Placement.Studies;

/// <summary>The money of a study, in whole micro-dollars. Every identity is checked when it is made; nothing is clamped.</summary>
/// <remarks>A month is 730 hours and a year 12 months, 8,760 hours, so monthly and yearly figures agree exactly.</remarks>
public sealed record MoneyStatement
{
    /// <summary>Hours in a month: 8,760 / 12.</summary>
    public const int HoursPerMonth = 730;

    /// <summary>Hours in a year.</summary>
    public const int HoursPerYear = 8_760;

    private MoneyStatement()
    {
    }

    /// <summary>Gets the price of all nodes of the fleet, in micro-dollars an hour.</summary>
    public long SpendNow { get; private init; }

    /// <summary>Gets the price of the nodes that stay, in micro-dollars an hour.</summary>
    public long SpendAfter { get; private init; }

    /// <summary>Gets the price of the nodes that can be switched off, in micro-dollars an hour.</summary>
    public long Saved => checked(SpendNow - SpendAfter);

    /// <summary>Gets the part of the spend now that pays for the fullest resource of each node as it is used, in micro-dollars an hour; <see langword="null"/> when usage is not measured.</summary>
    public long? UsedNow { get; private init; }

    /// <summary>Gets the rest of the spend now.</summary>
    public long? IdleNow => checked(SpendNow - UsedNow);

    /// <summary>Gets the part of the spend after that pays for the fullest resource of each node as it is used, in micro-dollars an hour; <see langword="null"/> when usage is not measured.</summary>
    public long? UsedAfter { get; private init; }

    /// <summary>Gets the rest of the spend after.</summary>
    public long? IdleAfter => checked(SpendAfter - UsedAfter);

    /// <summary>Gets the steps from <see cref="SpendNow"/> to <see cref="SpendAfter"/>, without gaps; the savings of all add up to <see cref="Saved"/>.</summary>
    public IReadOnlyList<SavingsPart> Parts { get; private init; } = [];

    /// <summary>Gets the further step to the cheapest fleet of the price catalogue, or <see langword="null"/> when it was not asked for or found.</summary>
    public SavingsPart? Catalogue { get; private init; }

    /// <summary>Gets an hourly figure by the month, in micro-dollars.</summary>
    /// <exception cref="OverflowException">The product does not fit.</exception>
    public static long PerMonth(long microDollarsPerHour) => checked(microDollarsPerHour * HoursPerMonth);

    /// <summary>Gets an hourly figure by the year, in micro-dollars.</summary>
    /// <exception cref="OverflowException">The product does not fit.</exception>
    public static long PerYear(long microDollarsPerHour) => checked(microDollarsPerHour * HoursPerYear);

    /// <summary>Gets the part of a node's price that its fullest resource uses: price x the highest share of use, rounded down.</summary>
    /// <param name="node">The node's name, for the message.</param>
    /// <param name="price">The price, in micro-dollars an hour.</param>
    /// <param name="used">Used per resource.</param>
    /// <param name="capacity">Capacity per resource.</param>
    /// <param name="resources">Names of the resources.</param>
    /// <exception cref="ReconciliationException">A resource is used beyond its capacity.</exception>
    public static long UsedPrice(string node, long price, IReadOnlyList<long> used, IReadOnlyList<long> capacity, IReadOnlyList<string> resources)
    {
        ArgumentNullException.ThrowIfNull(used);
        ArgumentNullException.ThrowIfNull(capacity);
        ArgumentNullException.ThrowIfNull(resources);
        var highest = 0L;
        for (var r = 0; r < used.Count; r++)
        {
            if (used[r] > capacity[r] || used[r] < 0)
            {
                throw new ReconciliationException(
                    $"Node '{node}' uses {used[r]} of {capacity[r]} {resources[r]} on average: used and idle would not add up to what is bought. Check the node's capacity and the unit of its telemetry.");
            }

            if (capacity[r] > 0)
            {
                highest = Math.Max(highest, (long)((Int128)price * used[r] / capacity[r]));
            }
        }

        return highest;
    }

    /// <summary>Makes a statement and checks that its figures agree.</summary>
    /// <exception cref="ReconciliationException">They do not; the message names the input.</exception>
    public static MoneyStatement Create(long spendNow, long spendAfter, long? usedNow, long? usedAfter, IReadOnlyList<SavingsPart> parts, SavingsPart? catalogue = null)
    {
        ArgumentNullException.ThrowIfNull(parts);
        NotNegative(spendNow, "the spend now (prices of the node inventory)");
        NotNegative(spendAfter, "the spend after (prices of the nodes that stay)");
        AtMost(spendAfter, spendNow, "the spend after (prices of the nodes that stay)", "the spend now (prices of the node inventory)");
        UsedPart(usedNow, spendNow, "now");
        UsedPart(usedAfter, spendAfter, "after");

        var at = spendNow;
        foreach (var part in parts)
        {
            Equal(part.FromMicroDollarsPerHour, at, $"the start of the step {part.Cause}", "the end of the step before it");
            at = part.ToMicroDollarsPerHour;
        }

        Equal(at, spendAfter, "the end of the last step of the savings", "the spend after");
        Equal(parts.Sum(p => p.SavedMicroDollarsPerHour), checked(spendNow - spendAfter), "the sum of the savings' parts", "the saving");
        if (catalogue is not null)
        {
            Equal(catalogue.FromMicroDollarsPerHour, spendAfter, "the start of the step to the price catalogue", "the spend after");
            NotNegative(catalogue.ToMicroDollarsPerHour, "the spend on the catalogue's fleet (prices of the catalogue)");
        }

        return new MoneyStatement { SpendNow = spendNow, SpendAfter = spendAfter, UsedNow = usedNow, UsedAfter = usedAfter, Parts = [.. parts], Catalogue = catalogue };
    }

    private static void UsedPart(long? used, long spend, string when)
    {
        if (used is { } value)
        {
            NotNegative(value, $"the used part of the spend {when} (usage of the nodes)");
            AtMost(value, spend, $"the used part of the spend {when} (usage of the nodes)", $"the spend {when}");
        }
    }

    private static void NotNegative(long value, string what)
    {
        if (value < 0)
        {
            throw new ReconciliationException($"Money does not reconcile: {what} is {value} micro-dollars an hour; it must be at least 0.");
        }
    }

    private static void AtMost(long value, long limit, string what, string of)
    {
        if (value > limit)
        {
            throw new ReconciliationException($"Money does not reconcile: {what} is {value} micro-dollars an hour, above {of}, {limit}.");
        }
    }

    private static void Equal(long value, long expected, string what, string of)
    {
        if (value != expected)
        {
            throw new ReconciliationException($"Money does not reconcile: {what} is {value} micro-dollars an hour; {of} is {expected}.");
        }
    }
}
