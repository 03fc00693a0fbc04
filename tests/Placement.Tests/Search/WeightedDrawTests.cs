using CsCheck;
using Placement.Search;

namespace Placement.Tests.Search;

public sealed class WeightedDrawTests
{
    private const int Draws = 200_000;

    private static readonly Gen<double[]> Weights =
        Gen.OneOf(Gen.Const(0.0), Gen.Double[0, 1], Gen.Double[0, 1_000]).Array[1, 40].Where(weights => weights.Any(weight => weight > 0));

    [Fact]
    public void Each_index_is_drawn_as_often_as_its_weight_says_and_none_without_weight() =>
        Gen.Select(Weights, Gen.Int).Sample(
            (weights, seed) =>
            {
                var drawn = Draw(weights, seed);
                for (var i = 0; i < weights.Length; i++)
                {
                    var share = weights[i] / weights.Sum();
                    var deviation = Math.Sqrt(Draws * share * (1 - share));
                    Assert.True(Math.Abs(drawn[i] - (Draws * share)) <= (7 * deviation) + 3, $"{i} of [{string.Join(", ", weights)}] was drawn {drawn[i]} times, {Draws * share:0} expected.");
                }
            },
            iter: 50);

    [Fact]
    public void Without_any_weight_all_are_drawn_alike() => Assert.All(Draw(new double[8], 1), count => Assert.InRange(count, Draws / 9, Draws / 7));

    private static int[] Draw(double[] weights, int seed)
    {
        var (draw, random, drawn) = (new WeightedDraw(weights), new SearchRandom(seed), new int[weights.Length]);
        for (var i = 0; i < Draws; i++)
        {
            drawn[draw.Next(random)]++;
        }

        return drawn;
    }
}
