using System.Security.Cryptography;
using System.Text.Json;

namespace Placement.Plans;

/// <summary>Reads and writes plan.json and approval files. The bytes depend on the document alone.</summary>
public static class PlanFile
{
    /// <summary>Returns the bytes of a plan.json.</summary>
    public static byte[] ToBytes(PlanDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return JsonSerializer.SerializeToUtf8Bytes(document, PlanJson.Default.PlanDocument);
    }

    /// <summary>Returns the bytes of an approval file.</summary>
    public static byte[] ToBytes(PlanApproval approval)
    {
        ArgumentNullException.ThrowIfNull(approval);
        return JsonSerializer.SerializeToUtf8Bytes(approval, PlanJson.Default.PlanApproval);
    }

    /// <summary>Parses a plan.json.</summary>
    /// <exception cref="PlanFormatException">Not JSON, not a plan, or a version that this library does not know.</exception>
    public static PlanDocument Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var document = JsonSerializer.Deserialize(bytes, PlanJson.Default.PlanDocument) ?? throw new PlanFormatException("The plan is the JSON value null.");
            return document.Version == PlanDocument.CurrentVersion
                ? document
                : throw new PlanFormatException($"The plan has version {document.Version}; this library reads version {PlanDocument.CurrentVersion}. Make the plan again with this version.");
        }
        catch (JsonException e)
        {
            throw new PlanFormatException($"Line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}, {e.Path}: {e.Message}", e);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new PlanFormatException(e.Message, e);
        }
    }

    /// <summary>Parses an approval file.</summary>
    /// <exception cref="PlanFormatException">Not JSON, or not an approval.</exception>
    public static PlanApproval ParseApproval(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, PlanJson.Default.PlanApproval) ?? throw new PlanFormatException("The approval is the JSON value null.");
        }
        catch (JsonException e)
        {
            throw new PlanFormatException($"Line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}, {e.Path}: {e.Message}", e);
        }
    }

    /// <summary>Returns the SHA-256 of a file's bytes in lower-case hexadecimal: what an approval signs and a journal names.</summary>
    public static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
