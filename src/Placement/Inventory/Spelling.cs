namespace Placement.Inventory;

/// <summary>Tells a misspelt name from a different one.</summary>
internal static class Spelling
{
    /// <summary>Tells whether a word is the name with one or two typing errors. Short words are never: too many of them are near each other.</summary>
    public static bool IsNear(string name, string word) =>
        name != word && name.Length >= 4 && Math.Abs(name.Length - word.Length) <= 2 && Distance(name, word) <= (name.Length >= 6 ? 2 : 1);

    /// <summary>Counts the edits (insert, delete, replace, swap neighbours) between two words.</summary>
    public static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                d[i, j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)),
                };
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
