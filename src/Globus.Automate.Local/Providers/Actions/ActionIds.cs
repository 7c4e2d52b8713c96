using System.Numerics;

namespace Globus.Automate.Local.Providers;

/// <summary>Short ids in letters and digits, as the hosted providers give them: <c>CBOXB3fUdKr0</c>.</summary>
internal static class ActionIds
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int Length = 22;

    /// <summary>The id that stands for a UUID; two different ones never share an id.</summary>
    public static string Create(Guid id)
    {
        var number = new BigInteger(id.ToByteArray(), isUnsigned: true);
        return string.Create(Length, number, static (text, rest) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = Alphabet[(int)(rest % Alphabet.Length)];
                rest /= Alphabet.Length;
            }
        });
    }
}
