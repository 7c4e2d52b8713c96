namespace Globus.Automate.HelpBuilder.Pages;

/// <summary>A page that is not in the form of one: says what is wrong and where.</summary>
internal sealed class PageException : Exception
{
    public PageException()
    {
    }

    public PageException(string message)
        : base(message)
    {
    }

    public PageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public static PageException At(string file, int line, string message) => new(FormattableString.Invariant($"{file}:{line}: {message}"));
}
