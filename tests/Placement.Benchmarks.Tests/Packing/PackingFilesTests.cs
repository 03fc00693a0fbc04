using Placement.Benchmarks.Packing;

namespace Placement.Benchmarks.Tests.Packing;

public sealed class PackingFilesTests
{
    private static PackingInstance[] Read(string name, string text)
    {
        var folder = Directory.CreateTempSubdirectory("packing-");
        try
        {
            var path = Path.Combine(folder.FullName, name);
            File.WriteAllText(path, text);
            return [.. PackingFiles.Read(path)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Text(PackingInstance instance) => $"{instance.Name}: {string.Join(' ', instance.Capacity)}: {string.Join(", ", instance.Items.Select(i => string.Join(' ', i)))}";

    [Theory]
    [InlineData("binpack1.txt", " 2\n u4_00\n 150 4 2\n42\n69\n67\n57\n u3_01\n 150 3 1\n10\n20\n30\n", "u4_00: 150: 42, 69, 67, 57|u3_01: 150: 10, 20, 30")]
    [InlineData("binpack5.txt", " 1\n t3_00\n 100.0 3 1\n49.5\n25.2\n25.3\n", "t3_00: 1000: 495, 252, 253")]
    [InlineData("N1C1W1_A.BPP", "3\n100\n30\n40\n50\n", "N1C1W1_A: 100: 30, 40, 50")]
    [InlineData("HARD0.BPP", "2\r\n100000\r\n34978\r\n20113\r\n", "HARD0: 100000: 34978, 20113")]
    [InlineData("Schwerin1_BPP1.txt", "2\n1000\n150 2\n200 1\n", "Schwerin1_BPP1: 1000: 150, 150, 200")]
    [InlineData("SPIEKSMA01_25_01.txt", " 2\n 1000 900\n 1 82 62\n 2 157 178\n", "SPIEKSMA01_25_01: 1000 900: 82 62, 157 178")]
    [InlineData("two.vbp", "2\n10 20\n2\n3 4 1\n5 6 2\n", "two: 10 20: 3 4, 5 6, 5 6")]
    public void The_published_formats_are_read(string file, string text, string expected) => Assert.Equal(expected, string.Join('|', Read(file, text).Select(Text)));

    [Theory]
    [InlineData("notes.txt", "no instance\nat all\n")]
    [InlineData("short.BPP", "3\n")]
    public void A_file_in_no_known_format_is_named(string file, string text) => Assert.Contains(file, Assert.Throws<InvalidDataException>(() => Read(file, text)).Message, StringComparison.Ordinal);
}
