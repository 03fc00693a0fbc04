namespace Placement.Search;

/// <summary>What a search has done so far: candidates whose room was tested, candidates priced in full, changes applied.</summary>
internal readonly record struct SearchCounts(long Tested, long Priced, long Applied)
{
    public static SearchCounts operator +(SearchCounts first, SearchCounts second) => new(first.Tested + second.Tested, first.Priced + second.Priced, first.Applied + second.Applied);

    public static SearchCounts operator -(SearchCounts first, SearchCounts second) => new(first.Tested - second.Tested, first.Priced - second.Priced, first.Applied - second.Applied);
}
