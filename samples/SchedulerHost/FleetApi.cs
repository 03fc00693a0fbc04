using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Placement.Scheduling;

namespace SchedulerHost;

/// <summary>A small HTTP door to the scheduler. Every call but the page itself and the health check needs the token.</summary>
internal static class FleetApi
{
    public static void AddFleetApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter()));
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
    }

    public static void MapFleetApi(this WebApplication app, string token)
    {
        app.Use(async (call, next) =>
        {
            if (call.Request.Path.StartsWithSegments("/api") && !IsAllowed(call.Request, token))
            {
                call.Response.StatusCode = StatusCodes.Status401Unauthorized; // before the body is read: a stranger learns nothing
                return;
            }

            try
            {
                await next(call);
            }
            catch (BadHttpRequestException fault)
            {
                await Results.Problem(fault.InnerException?.Message ?? fault.Message, statusCode: fault.StatusCode).ExecuteAsync(call); // else the answer is empty
            }
        });
        app.MapGet("/", () => Results.Stream(typeof(FleetApi).Assembly.GetManifestResourceStream("fleet.html")!, "text/html; charset=utf-8"));
        app.MapHealthChecks("/healthz");

        var api = app.MapGroup("/api");
        api.MapGet("/fleet", async (Scheduler scheduler, CancellationToken stop) => await scheduler.SnapshotAsync(stop) is { } fleet ? Results.Ok(fleet) : NotLeading());
        api.MapGet("/replicas/{id}/why", async (string id, Scheduler scheduler, CancellationToken stop) => await scheduler.ExplainAsync(id, stop) is { } why ? Results.Ok(why) : Results.NotFound());
        api.MapGet("/events", (long? after, Scheduler scheduler, CancellationToken stop) => TypedResults.ServerSentEvents(Stream(scheduler, after ?? 0, stop)));

        api.MapPost("/services", async (ServiceSpec spec, Scheduler scheduler, CancellationToken stop) => Answer(await scheduler.SubmitAsync(spec, stop)));
        api.MapPut("/services/{name}", async (string name, ServiceSpec spec, Scheduler scheduler, CancellationToken stop) =>
            name == spec.Name ? Answer(await scheduler.UpdateAsync(spec, stop)) : Results.BadRequest($"The path names '{name}', the body '{spec.Name}'."));
        api.MapPost("/services/{name}/scale", async (string name, int replicas, Scheduler scheduler, CancellationToken stop) => Answer(await scheduler.ScaleAsync(name, replicas, stop)));
        api.MapDelete("/services/{name}", async (string name, Scheduler scheduler, CancellationToken stop) => Answer(await scheduler.StopAsync(name, stop)));

        api.MapPost("/pause", async (Scheduler scheduler, CancellationToken stop) => Answer(await scheduler.PauseAsync(stop)));
        api.MapPost("/resume", async (Scheduler scheduler, CancellationToken stop) => Answer(await scheduler.ResumeAsync(stop)));
        api.MapPost("/nodes/{id}/cordon", async (string id, Scheduler scheduler, CancellationToken stop) => Answer(await scheduler.CordonAsync(id, stop)));
        api.MapPost("/nodes/{id}/drain", async (string id, Scheduler scheduler, CancellationToken stop) => Answer(await scheduler.DrainAsync(id, stop)));
        api.MapPost("/nodes/{id}/uncordon", async (string id, Scheduler scheduler, CancellationToken stop) => Answer(await scheduler.UncordonAsync(id, stop)));
        api.MapPost("/rebalance", async (Scheduler scheduler, CancellationToken stop) => Answer(await scheduler.RebalanceAsync(stop)));
    }

    private static bool IsAllowed(HttpRequest request, string token)
    {
        var given = request.Headers.Authorization.ToString();
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes("Bearer " + token));
    }

    private static async IAsyncEnumerable<SseItem<SchedulerEvent>> Stream(Scheduler scheduler, long after, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var happened in scheduler.WatchAsync(after, stop))
        {
            yield return new SseItem<SchedulerEvent>(happened) { EventId = $"{happened.Sequence}" };
        }
    }

    private static IResult Answer(RequestOutcome outcome) => outcome.Status switch
    {
        RequestStatus.Accepted => Results.Accepted(value: outcome),
        RequestStatus.Invalid => Results.BadRequest(outcome),
        RequestStatus.NotFound => Results.NotFound(outcome),
        RequestStatus.Conflict => Results.Conflict(outcome),
        _ => NotLeading(),
    };

    private static IResult NotLeading() => Results.Problem("This host does not lead at present; ask again, or ask another.", statusCode: StatusCodes.Status503ServiceUnavailable);
}
