using System.Diagnostics;
using System.Globalization;

namespace Placement.Scheduling.Processes;

/// <summary>The small shell that leads each replica's session, outlives the host and writes down how the program ended.</summary>
/// <remarks>
/// <para>Of all shims for one incarnation only the one whose <c>claim</c> is linked first goes on, so a repeated start never runs a second program, and a stop that
/// claims first keeps a late shim from running any.</para>
/// <para>The claim is written before the fence is read, and a leader raises the fence before it reads claims: either the leader sees the incarnation or the shim
/// sees the fence (Dekker's argument), also when the host that ordered the start was paused in between.</para>
/// <para>When the program ends, what is left of its process group ends with it, as in a container.</para>
/// </remarks>
internal static class ProcessShim
{
    /// <summary>The exit text of a shim that found a higher generation.</summary>
    public const string FencedText = "fenced";

    private const string Script = """
        f=$1 fence=$2 generation=$3 log=$4; shift 4
        exec </dev/null >>"$log" 2>&1
        asked=
        trap 'asked=1' TERM
        trap : INT HUP QUIT
        read -r boot </proc/sys/kernel/random/boot_id
        read -r stat </proc/$$/stat
        started() { set -- ${stat##*) }; echo "${20}"; }
        echo "$$ $(started) $boot" >"$f/claim.$$" && command -p ln "$f/claim.$$" "$f/claim" 2>/dev/null || { command -p rm -f "$f/claim.$$"; exit 125; }
        command -p rm -f "$f/claim.$$"
        ended() { echo "$1" >"$f/exit.new" && command -p mv -f "$f/exit.new" "$f/exit"; }
        for other in "$fence"/*; do
          if [ "${other##*/}" -gt "$generation" ]; then ended fenced; exit 125; fi
        done
        "$@" &
        program=$!
        tries=200
        while [ $tries -gt 0 ] && command -p grep -q placement-shim "/proc/$program/cmdline" 2>/dev/null; do tries=$((tries - 1)); done
        : >"$f/begun"
        [ -z "$asked" ] || kill -TERM $program
        while wait $program; code=$?; kill -0 $program 2>/dev/null; do :; done
        exec >/dev/null 2>&1 # the log is the program's
        ended $code
        kill -KILL 0
        """;

    /// <summary>Starts a shim in a session of its own, so that no signal to the host's terminal or group reaches it.</summary>
    public static Process Start(IncarnationFolder folder, LaunchRequest request, string program, ProcessOptions options)
    {
        string[] arguments =
        [
            "/bin/sh", "-c", Script, "placement-shim", folder.Path, folder.FencePath, request.Generation.ToString(CultureInfo.InvariantCulture), folder.LogPath, program, .. request.Spec.Command.Skip(1),
        ];
        var start = new ProcessStartInfo("setsid", arguments) { WorkingDirectory = options.WorkingDirectory, UseShellExecute = false };
        ProgramCheck.SetEnvironment(start, request.Spec, request.Identity, options);
        return Process.Start(start)!;
    }
}
