using System.Text.Json;
using Placement.Studies;

namespace Placement.Reporting;

/// <summary>The cost-savings report of a study: report.json is its truth; text, Markdown and one self-contained HTML page render it.</summary>
/// <remarks>Every rendering is made from the document alone, so a report read back from JSON renders to the same bytes.</remarks>
public sealed class SavingsReport
{
    private SavingsReport(ReportDocument document) => Document = document;

    internal ReportDocument Document { get; }

    /// <summary>Gets the version of the JSON document, <c>major.minor</c>; a new major version breaks readers.</summary>
    public static string SchemaVersion => ReportDocument.CurrentVersion;

    /// <summary>Gets the first line: what to do and what it saves, or that nothing is worth changing.</summary>
    public string Verdict => Document.Verdict.Line;

    /// <summary>Makes the report of a study.</summary>
    /// <exception cref="ReconciliationException">Figures that must agree do not.</exception>
    public static SavingsReport Create(StudyResult study)
    {
        ArgumentNullException.ThrowIfNull(study);
        var document = new ReportBuilder(study).Build();
        ReportReconciliation.Check(document);
        return new SavingsReport(document);
    }

    /// <summary>Reads report.json and checks that its figures agree.</summary>
    /// <exception cref="JsonException">The text is no report of this version.</exception>
    /// <exception cref="ReconciliationException">Figures that must agree do not.</exception>
    public static SavingsReport FromJson(string json)
    {
        var document = JsonSerializer.Deserialize(json, ReportJsonContext.Default.ReportDocument) ?? throw new JsonException("The text is null, not a report.");
        if (document.SchemaVersion.Split('.')[0] != ReportDocument.CurrentVersion.Split('.')[0])
        {
            throw new JsonException($"The report has version {document.SchemaVersion}; this program reads version {ReportDocument.CurrentVersion}. Make the report again, or use the program that wrote it.");
        }

        ReportReconciliation.Check(document);
        return new SavingsReport(document);
    }

    /// <summary>Writes report.json, ending with a new line.</summary>
    public string ToJson() => JsonSerializer.Serialize(Document, ReportJsonContext.Default.ReportDocument) + "\n";

    /// <summary>Writes the report as plain text for a terminal.</summary>
    public string ToText() => TextReport.Render(Document);

    /// <summary>Writes the report as Markdown.</summary>
    public string ToMarkdown() => MarkdownReport.Render(Document);

    /// <summary>Writes the report as one HTML page that needs no other file and no network.</summary>
    public string ToHtml() => HtmlReport.Render(Document);
}
