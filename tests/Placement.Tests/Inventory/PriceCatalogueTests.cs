using Placement.Inventory;
using static Placement.Tests.Inventory.InventoryText;

namespace Placement.Tests.Inventory;

public sealed class PriceCatalogueTests
{
    [Fact]
    public async Task The_built_in_catalogue_states_region_date_and_source_of_every_price()
    {
        var catalogue = await PriceCatalogue.PublicOnDemandAsync(TestContext.Current.CancellationToken);

        Assert.True(catalogue.Types.Count > 80);
        Assert.All(catalogue.Types, t => Assert.True(t.Region.Length > 0 && DateOnly.TryParseExact(t.AsOf, "yyyy-MM-dd", out _) && Uri.IsWellFormedUriString(t.Source, UriKind.Absolute), t.Id));
        Assert.Equal(["aws", "azure", "gcp"], catalogue.Types.Select(t => t.Provider).Distinct());
    }

    [Theory]
    [InlineData("m5.xlarge", 4, 16, 192_000)]
    [InlineData("r6i.2xlarge", 8, 64, 504_000)]
    [InlineData("c5.9xlarge", 36, 72, 1_530_000)]
    [InlineData("Standard_D8s_v5", 8, 32, 384_000)]
    [InlineData("n2-standard-4", 4, 16, 194_236)]
    [InlineData("e2-standard-2", 2, 8, 67_011)]
    public async Task Known_list_prices_are_in_the_built_in_catalogue(string id, int cores, int gibibytes, long price)
    {
        var type = (await PriceCatalogue.PublicOnDemandAsync(TestContext.Current.CancellationToken)).Find(id)!;

        Assert.Equal((cores * 1000L, (long)gibibytes << 30, price), (type.Millicores, type.MemoryBytes, type.PriceMicroDollarsPerHour));
    }

    [Fact]
    public async Task A_family_costs_more_the_larger_the_type_is()
    {
        var catalogue = await PriceCatalogue.PublicOnDemandAsync(TestContext.Current.CancellationToken);

        foreach (var family in catalogue.Types.GroupBy(t => t.Id.Split('.', '-')[0] + (t.Id.Contains('-', StringComparison.Ordinal) ? t.Id.Split('-')[1] : "") + t.Id[..Math.Min(10, t.Id.Length)].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9')))
        {
            var bySize = family.OrderBy(t => t.Millicores).ToList();
            Assert.All(bySize.Zip(bySize.Skip(1)), pair => Assert.True(pair.First.PriceMicroDollarsPerHour < pair.Second.PriceMicroDollarsPerHour, $"{pair.First} {pair.Second}"));
        }
    }

    [Fact]
    public async Task A_type_without_a_price_is_refused()
    {
        var thrown = await Assert.ThrowsAsync<InventoryException>(() => PriceCatalogue.ReadAsync(Input("prices.csv", "type,vcpu,memory_gib,price\nx,2,4,"), null, TestContext.Current.CancellationToken));

        Assert.StartsWith("prices.csv:2, column \"price\": The value must be above 0.", Assert.Single(thrown.Faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_catalogue_can_be_narrowed_to_a_seller()
    {
        var catalogue = await PriceCatalogue.PublicOnDemandAsync(TestContext.Current.CancellationToken);

        Assert.All(catalogue.Where("GCP").Types, t => Assert.Equal("us-central1", t.Region));
        Assert.Empty(catalogue.Where("gcp", "moon").Types);
    }
}
