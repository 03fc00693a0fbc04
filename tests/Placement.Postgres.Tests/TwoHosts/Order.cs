namespace Placement.Postgres.Tests.TwoHosts;

/// <summary>A line of the launch journal: an order that reached a node, and whether the node carried it out.</summary>
internal sealed record Order(DateTimeOffset At, string Host, long Generation, string NodeId, string What, bool CarriedOut);
