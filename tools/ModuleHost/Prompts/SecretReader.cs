using System.Security;
using Globus.Automate.ModuleHost.LineEditing;

namespace Globus.Automate.ModuleHost.Prompts;

/// <summary>Reads a secret from a terminal: a star for each character, Backspace takes one back, Ctrl+U all.</summary>
internal static class SecretReader
{
    public static void Read(ITerminal terminal, SecureString secret, Func<Exception> abandoned)
    {
        while (true)
        {
            ConsoleKeyInfo key = terminal.ReadKey();
            switch (key)
            {
                case { Key: ConsoleKey.Enter }:
                    terminal.Write("\r\n");
                    return;
                case { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control } or { KeyChar: '\u0003' }:
                    terminal.Write("\r\n");
                    throw abandoned();
                case { Key: ConsoleKey.Backspace }:
                    Erase(terminal, secret, 1);
                    break;
                case { KeyChar: '\u0015' } or { Key: ConsoleKey.U, Modifiers: ConsoleModifiers.Control }:
                    Erase(terminal, secret, secret.Length);
                    break;
                case { Key: ConsoleKey.Escape }:
                    if (PasteReader.TryRead(terminal, out string pasted, out _))
                    {
                        foreach (char c in pasted.TrimEnd('\n'))
                        {
                            Append(terminal, secret, c);
                        }
                    }

                    break;
                case { KeyChar: >= ' ' }:
                    Append(terminal, secret, key.KeyChar);
                    break;
            }
        }
    }

    private static void Append(ITerminal terminal, SecureString secret, char c)
    {
        secret.AppendChar(c);
        terminal.Write("*");
    }

    private static void Erase(ITerminal terminal, SecureString secret, int count)
    {
        for (int i = 0; i < count && secret.Length > 0; i++)
        {
            secret.RemoveAt(secret.Length - 1);
            terminal.Write("\b \b");
        }
    }
}
