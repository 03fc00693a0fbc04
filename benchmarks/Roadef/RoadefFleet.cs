using Placement.Problems;

namespace Placement.Benchmarks.Roadef;

/// <summary>A generated instance of the challenge's kind at any size: full machines of all different sizes, services, spread, dependencies, transient resources, move costs.</summary>
internal static class RoadefFleet
{
    private const int Neighbourhoods = 5;
    private const double Full = 0.86;      // share of the capacity in use
    private const double Safe = 0.84;      // share of the capacity that is free of cost

    public static ProblemDefinition Make(int machines, int processes, int resources, int seed)
    {
        var random = new Random(seed);
        var locations = Math.Max(1, machines / 10);
        var location = Enumerable.Range(0, machines).Select(m => m % locations).ToArray();
        var neighbourhood = Enumerable.Range(0, machines).Select(m => m % Neighbourhoods).ToArray();
        var service = Services(machines, processes, locations, random, out var services);
        var demand = new long[processes * resources];
        for (var i = 0; i < demand.Length; i++)
        {
            demand[i] = 1 + (long)(1_000 * Math.Pow(random.NextDouble(), 6) * 20);
        }

        var origin = Origins(service, machines, random);
        var usage = new long[machines * resources];
        for (var p = 0; p < processes; p++)
        {
            for (var r = 0; r < resources; r++)
            {
                usage[(origin[p] * resources) + r] += demand[(p * resources) + r];
            }
        }

        // What the machines have is their own usage and an equal part of the rest: so some are hot and others have room.
        var capacity = new long[usage.Length];
        for (var r = 0; r < resources; r++)
        {
            var mean = Enumerable.Range(0, machines).Sum(m => usage[(m * resources) + r]) / Full / machines;
            for (var m = 0; m < machines; m++)
            {
                var i = (m * resources) + r;
                capacity[i] = Math.Max(usage[i], (long)(mean * (0.7 + (0.6 * random.NextDouble()))));
            }
        }

        var placed = Enumerable.Range(0, services).Select(_ => new HashSet<int>()).ToArray();
        var spots = Enumerable.Range(0, services).Select(_ => new HashSet<int>()).ToArray();
        for (var p = 0; p < processes; p++)
        {
            placed[service[p]].Add(neighbourhood[origin[p]]);
            spots[service[p]].Add(location[origin[p]]);
        }

        // A service may depend on any that is in all its neighbourhoods at the start.
        var dependencies = Enumerable.Range(0, services)
            .Select(s => (From: s, On: random.Next(services)))
            .Where(d => d.From != d.On && placed[d.From].IsSubsetOf(placed[d.On]))
            .Select(d => new DomainDependency(d.From, d.On, 1))
            .ToList();
        var spreads = Enumerable.Range(0, services)
            .Where(s => spots[s].Count > 2 && random.Next(2) == 0)
            .Select(s => new DomainSpread(s, 0, 1 + random.Next(spots[s].Count)))
            .ToList();
        return new()
        {
            ResourceCount = resources,
            Capacity = capacity,
            Target = [.. capacity.Select(c => (long)(c * Safe))],
            LoadWeight = [.. Enumerable.Repeat(10L, resources)],
            Transient = [.. Enumerable.Range(0, resources).Select(r => r % 4 == 2)],
            Demand = demand,
            DemandClass = [.. Enumerable.Range(0, processes)],
            Workload = service,
            Origin = origin,
            MoveCost = [.. Enumerable.Range(0, processes).Select(_ => (long)random.Next(2))],
            WorkloadMoveCost = 10,
            NodeMoveCost = [.. Enumerable.Range(0, machines * machines).Select(i => i / machines == i % machines ? 0 : random.Next(3))],
            NodeMoveWeight = 100,
            Domains = [location, neighbourhood],
            DomainLimits = [.. Enumerable.Range(0, services).Select(s => new DomainLimit(s, -1, 1))],
            Spreads = spreads,
            Dependencies = dependencies,
        };
    }

    /// <summary>Half of the processes are alone in their service; the others form services of 2 to as many processes as there are locations.</summary>
    private static int[] Services(int machines, int processes, int locations, Random random, out int services)
    {
        var service = new int[processes];
        services = 0;
        for (var p = 0; p < processes; services++)
        {
            var size = random.Next(10) < 8 ? 1 : 2 + random.Next(Math.Max(1, Math.Min(locations, machines) - 1));
            size = Math.Min(size, processes - p);
            service.AsSpan(p, size).Fill(services);
            p += size;
        }

        return service;
    }

    /// <summary>The processes of a service, which come in a row, lie on different machines; the machines of low index get more.</summary>
    private static int[] Origins(int[] service, int machines, Random random)
    {
        var origin = new int[service.Length];
        var taken = new HashSet<int>();
        for (var p = 0; p < origin.Length; p++)
        {
            if (p > 0 && service[p] != service[p - 1])
            {
                taken.Clear();
            }

            do
            {
                origin[p] = (int)(machines * Math.Pow(random.NextDouble(), 1.3));
            }
            while (!taken.Add(origin[p]));
        }

        return origin;
    }
}
