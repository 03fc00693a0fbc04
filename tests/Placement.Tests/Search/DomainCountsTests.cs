using CsCheck;
using Placement.Search;

namespace Placement.Tests.Search;

public sealed class DomainCountsTests
{
    [Fact]
    public void The_hash_table_counts_as_a_dictionary_does() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 40], Gen.Bool).Array[0, 400].Sample(changes =>
        {
            // Four rows too long to be dense.
            var counts = new DomainCounts([1 << 24, 1 << 24, 1 << 24, 1 << 24]);
            var expected = new Dictionary<(int, int), int>();
            foreach (var (row, domain, up) in changes)
            {
                var now = expected.GetValueOrDefault((row, domain));
                if (!up && now == 0)
                {
                    continue;
                }

                expected[(row, domain)] = now + (up ? 1 : -1);
                Assert.Equal(expected[(row, domain)], counts.Add(row, domain, up ? 1 : -1));
            }

            foreach (var row in Enumerable.Range(0, 4))
            {
                foreach (var domain in Enumerable.Range(0, 41))
                {
                    Assert.Equal(expected.GetValueOrDefault((row, domain)), counts.Get(row, domain));
                }
            }
        }, iter: 300);
}
