namespace Placement.Search;

/// <summary>What a change does: to the cost, and to the number of units by which hard rules are broken.</summary>
internal readonly record struct Delta(long Cost, long Violation)
{
    public static Delta operator +(Delta first, Delta second) => new(first.Cost + second.Cost, first.Violation + second.Violation);

    public static Delta operator -(Delta first, Delta second) => new(first.Cost - second.Cost, first.Violation - second.Violation);
}
