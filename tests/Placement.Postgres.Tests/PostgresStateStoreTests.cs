using System.Diagnostics;
using System.Text;
using Placement.Scheduling;

namespace Placement.Postgres.Tests;

public sealed class PostgresStateStoreTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private static int _schemas;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static StateBatch Batch(long number, params (string Key, string? Value)[] changes) => new()
    {
        Number = number,
        Changes = [.. changes.Select(c => new StateChange { Key = c.Key, Value = c.Value is null ? null : Encoding.UTF8.GetBytes(c.Value) })],
        Events = [new SchedulerEvent { Sequence = number, At = new DateTimeOffset(639_000_000_000_000_001, TimeSpan.Zero), Kind = default, Service = "web", Detail = "détail" }],
    };

    private async Task<(PostgresStateStore First, PostgresStateStore Second)> TwoHostsAsync()
    {
        Assert.SkipWhen(server.Absent is not null, server.Absent ?? "");
        var schema = $"fleet_{Interlocked.Increment(ref _schemas)}";
        // Both begin at once, as two hosts do after a power cut.
        var hosts = await Task.WhenAll(PostgresStateStore.OpenAsync(server.ConnectionString, schema, Token), PostgresStateStore.OpenAsync(server.ConnectionString, schema, Token));
        return (hosts[0], hosts[1]);
    }

    [Fact]
    public async Task What_was_appended_is_what_another_host_loads()
    {
        var (first, second) = await TwoHostsAsync();
        await using var a = first;
        await using var b = second;
        var lease = Assert.IsType<StateLease>(await a.TryLeadAsync("a", Long, Token));
        await a.AppendAsync(lease, Batch(1, ("k/b", "2"), ("k/a", "1"), ("k/B", "3")), Token);
        await a.AppendAsync(lease, Batch(2, ("k/b", null), ("k/a", "one")), Token);
        var state = await b.LoadAsync(Token);

        Assert.Equal(["k/B=3", "k/a=one"], state.Entries.Select(e => $"{e.Key}={Encoding.UTF8.GetString(e.Value!)}"));
        Assert.Equal((2L, 2L), (state.LastBatch, state.LastSequence));
        var events = await b.ReadEventsAsync(1, 10, Token);
        Assert.Equal(Batch(2).Events, events);
    }

    [Fact]
    public async Task A_repeated_append_changes_nothing_and_a_gap_is_refused()
    {
        var (first, second) = await TwoHostsAsync();
        await using var a = first;
        await using var b = second;
        var lease = (await a.TryLeadAsync("a", Long, Token))!;
        Assert.Equal(AppendOutcome.Durable, await a.AppendAsync(lease, Batch(1, ("k", "1")), Token));
        Assert.Equal(AppendOutcome.Durable, await a.AppendAsync(lease, Batch(1, ("k", "other")), Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => a.AppendAsync(lease, Batch(3), Token));

        Assert.Equal("1", Encoding.UTF8.GetString((await b.LoadAsync(Token)).Entries.Single().Value!));
    }

    [Fact]
    public async Task Only_one_host_leads_until_its_lease_runs_out_or_is_given_back()
    {
        var (first, second) = await TwoHostsAsync();
        await using var a = first;
        await using var b = second;
        var lease = (await a.TryLeadAsync("a", Long, Token))!;
        Assert.Null(await b.TryLeadAsync("b", Long, Token));
        Assert.True(await a.RenewAsync(lease, Long, Token));
        await a.ReleaseAsync(lease, Token);
        var next = (await b.TryLeadAsync("b", Long, Token))!;

        Assert.True(next.Generation > lease.Generation);
        Assert.False(await a.RenewAsync(lease, Long, Token));
        await a.ReleaseAsync(lease, Token); // a late release of a lost lead must not free another's
        Assert.Null(await a.TryLeadAsync("a", Long, Token));
    }

    [Fact]
    public async Task A_leader_paused_in_the_middle_of_an_append_does_not_keep_another_from_taking_over()
    {
        var (first, second) = await TwoHostsAsync();
        await using var a = first;
        await using var b = second;
        var old = (await a.TryLeadAsync("a", TimeSpan.FromMilliseconds(1), Token))!;
        using var stalled = new StalledChanges();
        var append = Task.Run(() => a.AppendAsync(old, Batch(1) with { Changes = stalled }, Token), Token);
        await stalled.Reached.WaitAsync(Token); // the transaction is open and holds the row of the lead
        var lease = await TakeOverAsync(b);
        Assert.Equal(AppendOutcome.Durable, await b.AppendAsync(lease, Batch(1, ("k", "new")), Token));
        stalled.GoOn();

        await Assert.ThrowsAnyAsync<Npgsql.NpgsqlException>(() => append); // unknown, so it is repeated
        Assert.Equal(AppendOutcome.Fenced, await a.AppendAsync(old, Batch(1, ("k", "old")), Token));
    }

    [Fact]
    public async Task A_replaced_leader_is_fenced_inside_the_transaction()
    {
        var (first, second) = await TwoHostsAsync();
        await using var a = first;
        await using var b = second;
        var old = (await a.TryLeadAsync("a", TimeSpan.FromMilliseconds(1), Token))!;
        var lease = await TakeOverAsync(b);
        Assert.Equal(AppendOutcome.Durable, await b.AppendAsync(lease, Batch(1, ("k", "new")), Token));

        Assert.Equal(AppendOutcome.Fenced, await a.AppendAsync(old, Batch(2, ("k", "old")), Token));
        Assert.Equal("new", Encoding.UTF8.GetString((await a.LoadAsync(Token)).Entries.Single().Value!));
    }

    [Fact]
    public async Task Of_many_hosts_that_try_at_once_exactly_one_leads_each_round()
    {
        var (first, second) = await TwoHostsAsync();
        await using var a = first;
        await using var b = second;
        var generations = new List<long>();
        for (var round = 0; round < 20; round++)
        {
            var leases = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? a : b).TryLeadAsync($"h{i}", Long, Token)));
            var lease = Assert.Single(leases, l => l is not null)!;
            generations.Add(lease.Generation);
            await a.ReleaseAsync(lease, Token);
        }

        Assert.Equal(generations.Order().Distinct(), generations);
    }

    [Fact]
    public async Task Old_events_may_be_trimmed_and_the_reader_can_tell()
    {
        var (first, second) = await TwoHostsAsync();
        await using var a = first;
        await using var b = second;
        var lease = (await a.TryLeadAsync("a", Long, Token))!;
        for (var number = 1; number <= 5; number++)
        {
            await a.AppendAsync(lease, Batch(number) with { KeepEventsFrom = number - 1 }, Token);
        }

        Assert.Equal([4L, 5L], (await b.ReadEventsAsync(0, 10, Token)).Select(e => e.Sequence));
    }

    [Fact]
    public async Task A_schema_that_is_not_a_plain_name_is_refused() => await Assert.ThrowsAsync<ArgumentException>(() => PostgresStateStore.OpenAsync("", "a; drop table x", Token));

    private static async Task<StateLease> TakeOverAsync(PostgresStateStore host)
    {
        var limit = Stopwatch.StartNew();
        while (limit.Elapsed < TimeSpan.FromSeconds(10))
        {
            if (await host.TryLeadAsync("b", Long, Token) is { } lease)
            {
                return lease;
            }
        }

        throw new TimeoutException("Nobody took over within 10 s.");
    }
}
