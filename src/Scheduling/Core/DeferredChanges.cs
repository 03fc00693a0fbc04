using System.Collections;

namespace Placement.Scheduling.Core;

/// <summary>Changes that are written as JSON when a store first reads them, on its own thread, so that deciding never waits for it.</summary>
/// <param name="keys">The keys.</param>
/// <param name="records">What the keys stood for when the batch was taken; null deletes.</param>
internal sealed class DeferredChanges(string[] keys, object?[] records) : IReadOnlyList<StateChange>
{
    private StateChange[]? _made;

    public int Count => keys.Length;

    public StateChange this[int index] => Made[index];

    private StateChange[] Made => _made ??= [.. keys.Zip(records, (key, record) => new StateChange { Key = key, Value = StateJson.Bytes(record) })];

    /// <summary>Gives a change before it is bytes, for a store that writes them where it needs them.</summary>
    public (string Key, object? Record) Unwritten(int index) => (keys[index], records[index]);

    public IEnumerator<StateChange> GetEnumerator() => Made.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
