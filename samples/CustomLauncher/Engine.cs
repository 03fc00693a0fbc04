using Placement.Scheduling;

namespace CustomLauncher;

/// <summary>Stands in for an engine of one's own: named jobs with labels, and durable notes. Its programs are `run`, `stubborn` and `exit`.</summary>
internal sealed class Engine
{
    public const string Node = "engine-1";
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Job> _jobs = [];
    private readonly Dictionary<string, long> _notes = [];

    public IReadOnlyList<Job> Jobs
    {
        get
        {
            lock (_lock)
            {
                return [.. _jobs.Values];
            }
        }
    }

    public static bool Knows(IReadOnlyList<string> command) => command is ["run" or "stubborn" or "exit"];

    /// <summary>Raises a number that only rises; false if it is higher already.</summary>
    public bool RaiseNote(string key, long number)
    {
        lock (_lock)
        {
            var highest = _notes.GetValueOrDefault(key);
            _notes[key] = Math.Max(highest, number);
            return number >= highest;
        }
    }

    public Job RunOrFind(string name, IReadOnlyDictionary<string, string> labels, ServiceSpec? spec)
    {
        lock (_lock)
        {
            if (!_jobs.TryGetValue(name, out var job))
            {
                job = new Job(name, labels, Stubborn: spec?.Command is ["stubborn"]);
                job.ExitCode = spec?.Command is ["exit"] ? int.Parse(spec.Environment["CODE"], System.Globalization.CultureInfo.InvariantCulture) : null;
                _jobs.Add(name, job);
            }

            return job;
        }
    }

    /// <summary>Asks a job to end, waits, and kills it.</summary>
    public async Task StopAsync(string name, TimeSpan grace)
    {
        if (Jobs.FirstOrDefault(j => j.Name == name) is { ExitCode: null } job)
        {
            await Task.Delay(job.Stubborn ? grace : TimeSpan.Zero);
            job.ExitCode = 0;
        }
    }

    public void Remove(string name)
    {
        lock (_lock)
        {
            _jobs.Remove(name);
        }
    }
}
