using System.Text;

namespace Placement.Telemetry.Sources.Prometheus;

/// <summary>Writes values into PromQL.</summary>
internal static class PromQl
{
    /// <summary>A label value as a regular expression that matches it alone, inside double quotes.</summary>
    public static string Literal(string value)
    {
        var text = new StringBuilder(value.Length + 8);
        foreach (var letter in value)
        {
            if (@"\.+*?()|[]{}^$".Contains(letter, StringComparison.Ordinal))
            {
                text.Append(@"\\");
            }
            else if (letter == '"')
            {
                text.Append('\\');
            }

            text.Append(letter switch { '\n' => @"\n", '\\' => @"\\", _ => letter.ToString() });
        }

        return text.ToString();
    }
}
