using System.CommandLine;

namespace Placement.Cli.Options;

/// <summary>The options of every command that runs a study.</summary>
internal sealed record StudyCommandOptions
{
    public InputOptions Input { get; } = new();

    public SizingOptions Sizing { get; } = new();

    public required SolverOptions Solver { get; init; }

    /// <summary>Gets the option that asks for the cheapest fleet of a price catalogue, or <see langword="null"/> when the command has none.</summary>
    public Option<string?>? Catalogue { get; init; }

    /// <summary>Gets the option that asks for a comparison of predictors, or <see langword="null"/> when the command has none.</summary>
    public Option<bool>? ComparePredictors { get; init; }

    public bool ComparesPredictors(ParseResult parsed) => ComparePredictors is { } option && parsed.GetValue(option);

    public void AddTo(Command command)
    {
        Input.AddTo(command);
        Sizing.AddTo(command);
        if (Catalogue is not null)
        {
            command.Add(Catalogue);
        }

        if (ComparePredictors is not null)
        {
            command.Add(ComparePredictors);
        }

        Solver.AddTo(command);
    }

    public static Option<string?> CatalogueOption() => new("--catalogue")
    {
        Description = "Also find the cheapest fleet to buy from the price catalogue, of one provider when named: aws, azure, gcp.",
        HelpName = "PROVIDER",
        Arity = ArgumentArity.ZeroOrOne,
    };
}
