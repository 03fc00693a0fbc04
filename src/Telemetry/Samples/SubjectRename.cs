using System.Text.RegularExpressions;
using Placement.Telemetry.Quality;

namespace Placement.Telemetry.Samples;

/// <summary>Rewrites the name of a node or replica: <c>(.*)-([0-9]+)=$1/$2</c> makes <c>web/0</c> of <c>web-0</c>.</summary>
public sealed class SubjectRename
{
    private readonly Regex _pattern;
    private readonly string _replacement;

    private SubjectRename(Regex pattern, string replacement) => (_pattern, _replacement) = (pattern, replacement);

    /// <summary>Reads a rule as the command line writes it.</summary>
    /// <param name="text">A regular expression that must match the whole name (without look-around, so that it takes linear time), <c>=</c>, and what the name becomes, with <c>$1</c> for the first group.</param>
    /// <exception cref="InvalidTelemetryException"><paramref name="text"/> has no <c>=</c>, or its expression is none.</exception>
    public static SubjectRename Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.LastIndexOf('=');
        if (at < 1 || at == text.Length - 1)
        {
            throw new InvalidTelemetryException($"'{text}' does not say what a name becomes; write PATTERN=NAME, such as (.*):9100=$1.");
        }

        try
        {
            return new(new Regex($"^(?:{text[..at]})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), text[(at + 1)..]);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new InvalidTelemetryException($"'{text[..at]}' is no regular expression: {error.Message}", error);
        }
    }

    /// <summary>Rewrites a name that the rule is for.</summary>
    /// <returns>The new name, or <see langword="null"/> when the rule does not match.</returns>
    public string? Apply(string name)
    {
        var match = _pattern.Match(name);
        return match.Success ? match.Result(_replacement) : null;
    }
}
