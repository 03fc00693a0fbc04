using System.Globalization;
using System.Text.Json;
using Placement.Telemetry.Quantities;
using Placement.Telemetry.Sources.Csv;
using Placement.Telemetry.Sources.Feeds;

namespace Placement.Telemetry.Sources.DockerStats;

/// <summary>One line of docker stats.</summary>
internal readonly record struct ContainerUsage(string Name, double Millicores, double Bytes, long? UnixMilliseconds)
{
    /// <summary>Reads a line such as <c>{"Name":"web.1","CPUPerc":"12.50%","MemUsage":"64.2MiB / 2GiB", ...}</c>.</summary>
    /// <returns>Whether it could be read; if not, <paramref name="column"/> and <paramref name="message"/> say why.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, out ContainerUsage usage, out string column, out string message)
    {
        usage = default;
        (column, message) = ("", "the line is no JSON object of docker stats.");
        var brace = line.IndexOf((byte)'{');
        if (brace < 0)
        {
            return false;
        }

        string? name = null, container = null, cpu = null, memory = null, time = null;
        try
        {
            var reader = new Utf8JsonReader(line[brace..]);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                {
                    continue;
                }

                var key = reader.GetString();
                reader.Read();
                var value = reader.TokenType switch
                {
                    JsonTokenType.String => reader.GetString(),
                    JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
                    _ => null,
                };
                reader.Skip();
                switch (key)
                {
                    case "Name": name = value; break;
                    case "Container" or "ID": container ??= value; break;
                    case "CPUPerc": cpu = value; break;
                    case "MemUsage": memory = value; break;
                    case "time" or "Time" or "timestamp" or "Timestamp": time = value; break;
                    default: break;
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false; // no JSON, or text that is no UTF-8
        }

        return TryMake(string.IsNullOrEmpty(name) ? container : name, cpu, memory, time, out usage, out column, out message);
    }

    private static bool TryMake(string? name, string? cpu, string? memory, string? time, out ContainerUsage usage, out string column, out string message)
    {
        usage = default;
        (column, message) = ("Name", "the line names no container.");
        if (string.IsNullOrEmpty(name))
        {
            return false;
        }

        (column, message) = ("CPUPerc", "it should be a percentage, as 12.50%.");
        if (cpu is null || !cpu.EndsWith('%') || !double.TryParse(cpu.AsSpan(0, cpu.Length - 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var percent))
        {
            return false;
        }

        (column, message) = ("MemUsage", "it should be an amount and a limit, as 64.2MiB / 2GiB.");
        if (memory is null || !ByteQuantity.TryParseRoundedUp(memory.AsSpan(0, memory.Contains('/', StringComparison.Ordinal) ? memory.IndexOf('/', StringComparison.Ordinal) : memory.Length), out var bytes))
        {
            return false;
        }

        (column, message) = ("time", "it should be ISO 8601 or a Unix time.");
        long? stated = null;
        if (time is not null)
        {
            if (!new Utf8Time(TimeFormat.Auto, TimeZoneInfo.Utc).TryParse(System.Text.Encoding.UTF8.GetBytes(time), out var at))
            {
                return false;
            }

            stated = at;
        }

        usage = new ContainerUsage(name, percent * 10, bytes.Bytes, stated);
        return true;
    }
}
