using CsCheck;
using Placement.Studies;

namespace Placement.Tests.Studies;

public sealed class ApportionmentTests
{
    [Fact]
    public void Parts_follow_the_weights() => Assert.Equal([2L, 1L, 0L, 3L], Apportionment.Split(6, [2, 1, 0, 3]));

    [Fact]
    public void A_unit_that_cannot_be_split_goes_to_the_earlier() => Assert.Equal([2L, 1L], Apportionment.Split(3, [1, 1]));

    [Fact]
    public void Parts_add_up_to_the_whole_and_have_its_sign() =>
        Gen.Select(Gen.Long[-1_000_000_000_000, 1_000_000_000_000], Gen.Int[0, 1_000].Array[1, 40]).Sample((total, weights) =>
        {
            var parts = Apportionment.Split(total, [.. weights.Select(w => w / 7m)]);

            Assert.Equal(weights.Any(w => w > 0) ? total : 0, parts.Sum());
            Assert.All(parts.Zip(weights), p => Assert.True(p.Second > 0 ? Math.Sign(p.First) * Math.Sign(total) >= 0 : p.First == 0));
        });
}
