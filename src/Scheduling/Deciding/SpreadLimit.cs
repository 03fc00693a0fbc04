namespace Placement.Scheduling.Deciding;

/// <summary>What a spread rule allows for one more replica: only a domain without any, or any domain below a number.</summary>
internal readonly record struct SpreadLimit(bool NewDomainOnly, int Most)
{
    public bool Allows(Occupancy occupancy, int rule, int domain)
    {
        if (domain < 0)
        {
            return false;
        }

        var there = occupancy.InDomain(rule, domain);
        return NewDomainOnly ? there == 0 && there < Most : there < Most;
    }
}
