using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Placement.Cli.Running;

/// <summary>The fields of one mapping of a services file: each is read once, with its place for faults; what nobody read is a fault, too.</summary>
internal sealed class Fields
{
    private readonly string _file;
    private readonly List<ServicesFault> _faults;
    private readonly YamlMappingNode _map;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    public Fields(string file, List<ServicesFault> faults, YamlMappingNode map)
    {
        (_file, _faults, _map) = (file, faults, map);
    }

    /// <summary>Where the mapping begins.</summary>
    public Mark Start => _map.Start;

    /// <summary>Where a field is, by the path of a specification's fault such as <c>health.port</c>; the mapping itself if it is not written.</summary>
    public Mark PlaceOf(string path)
    {
        YamlNode node = _map;
        foreach (var part in path.Split('.'))
        {
            if (node is not YamlMappingNode map || Find(map, part) is not { } next)
            {
                break;
            }

            node = next;
        }

        return node.Start;
    }

    public bool Has(string name) => Find(_map, name) is not null;

    public string? Text(string name) => Scalar(name)?.Value;

    public int? Whole(string name) => Read<int>(name, "a whole number", text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null);

    public bool? Flag(string name) => Read<bool>(name, "true or false", text => text switch { "true" => true, "false" => false, _ => (bool?)null });

    public TimeSpan? Time(string name) => Read<TimeSpan>(name, "a time such as 500ms, 10s, 5m or 1h", Times.Parse);

    public T? Read<T>(string name, string rule, Func<string, T?> parse)
        where T : struct
    {
        if (Scalar(name) is not { } node)
        {
            return null;
        }

        var value = parse(node.Value ?? "");
        if (value is null)
        {
            Fault(node.Start, $"'{name}' is '{node.Value}', but it must be {rule}.");
        }

        return value;
    }

    public IReadOnlyList<string>? Texts(string name)
    {
        switch (Take(name))
        {
            case null:
                return null;
            case YamlSequenceNode list:
                foreach (var other in list.Children.Where(c => c is not YamlScalarNode))
                {
                    Fault(other.Start, $"'{name}' may hold only plain values.");
                }

                return [.. list.Children.OfType<YamlScalarNode>().Select(s => s.Value ?? "")];
            case var other:
                Fault(other.Start, $"'{name}' must be a list, such as [a, b].");
                return null;
        }
    }

    public IReadOnlyDictionary<string, string>? Pairs(string name)
    {
        switch (Take(name))
        {
            case null:
                return null;
            case YamlMappingNode map:
                foreach (var (key, value) in map.Children.Where(c => c is not { Key: YamlScalarNode, Value: YamlScalarNode }))
                {
                    Fault(key.Start, $"'{name}' may hold only names with plain values.");
                }

                return map.Children.Where(c => c is { Key: YamlScalarNode, Value: YamlScalarNode }).ToDictionary(c => ((YamlScalarNode)c.Key).Value!, c => ((YamlScalarNode)c.Value).Value ?? "", StringComparer.Ordinal);
            case var other:
                Fault(other.Start, $"'{name}' must be names with values, such as {{ NAME: value }}.");
                return null;
        }
    }

    public Fields? Map(string name)
    {
        switch (Take(name))
        {
            case null:
                return null;
            case YamlMappingNode map:
                return new Fields(_file, _faults, map);
            case var other:
                Fault(other.Start, $"'{name}' must be a group of fields.");
                return null;
        }
    }

    public IReadOnlyList<Fields> Maps(string name)
    {
        switch (Take(name))
        {
            case null:
                return [];
            case YamlSequenceNode list:
                foreach (var other in list.Children.Where(c => c is not YamlMappingNode))
                {
                    Fault(other.Start, $"each entry of '{name}' must be a group of fields.");
                }

                return [.. list.Children.OfType<YamlMappingNode>().Select(m => new Fields(_file, _faults, m))];
            case var other:
                Fault(other.Start, $"'{name}' must be a list.");
                return [];
        }
    }

    /// <summary>Names every field that nobody asked for.</summary>
    public void Close()
    {
        foreach (var key in _map.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: { } name } || !_read.Contains(name))
            {
                Fault(key.Start, $"'{key}' is not known here; the fields are {string.Join(", ", _read.Order(StringComparer.Ordinal))}.");
            }
        }
    }

    public void Fault(Mark at, string text) => _faults.Add(new ServicesFault(_file, at.Line, at.Column, text));

    private YamlScalarNode? Scalar(string name)
    {
        var node = Take(name);
        if (node is null or YamlScalarNode)
        {
            return node as YamlScalarNode;
        }

        Fault(node.Start, $"'{name}' must be one plain value.");
        return null;
    }

    private YamlNode? Take(string name)
    {
        _read.Add(name);
        return Find(_map, name);
    }

    private static YamlNode? Find(YamlMappingNode map, string name) =>
        map.Children.FirstOrDefault(c => c.Key is YamlScalarNode { Value: { } key } && key == name).Value;
}
