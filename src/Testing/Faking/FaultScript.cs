namespace Placement.Testing;

/// <summary>Which call of a <see cref="FakeLauncher"/> goes wrong, and how. Thread-safe.</summary>
public sealed class FaultScript
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(LauncherCall Call, int Number), (LauncherFault Fault, TimeSpan Delay)> _lines = [];
    private readonly Dictionary<LauncherCall, int> _calls = [];

    /// <summary>Adds a line to the script.</summary>
    /// <param name="call">The kind of call.</param>
    /// <param name="number">Which of them, counted from 1 since the script was made.</param>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="delay">How long the call takes before that.</param>
    /// <returns>The same script.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1 or the delay below zero.</exception>
    public FaultScript On(LauncherCall call, int number, LauncherFault fault, TimeSpan delay = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        lock (_lock)
        {
            _lines[(call, number)] = (fault, delay);
        }

        return this;
    }

    internal (LauncherFault Fault, TimeSpan Delay) Next(LauncherCall call)
    {
        lock (_lock)
        {
            var number = _calls[call] = _calls.GetValueOrDefault(call) + 1;
            return _lines.GetValueOrDefault((call, number));
        }
    }
}
