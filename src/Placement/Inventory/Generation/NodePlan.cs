namespace Placement.Inventory.Generation;

/// <summary>One node of the generated fleet.</summary>
internal sealed record NodePlan(string Id, string Type, int Cores, int Gibibytes, string Price, string Zone, string Rack, string Labels, string Taints);
