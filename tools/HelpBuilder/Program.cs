using System.Management.Automation;
using Globus.Automate.HelpBuilder;
using Globus.Automate.HelpBuilder.Module;
using Globus.Automate.HelpBuilder.Pages;

const string Usage = """
    HelpBuilder: makes the files that Get-Help reads from the markdown pages in docs/en-US.

      HelpBuilder                      writes Globus.Automate.PowerShell.dll-Help.xml and the about_*.help.txt
      HelpBuilder --new <cmdlet>...    writes pages for cmdlets of the built module that have none, with places to fill
      HelpBuilder --update [<cmdlet>]  brings syntax and parameters of pages up to date with the built module; prose stays
      HelpBuilder --check              tells what is stale, missing or wrong, and exits with 1 if anything is

    The next build of the module takes the files to out/.
    """;

string root = RepositoryRoot.Find(AppContext.BaseDirectory);
HelpFolder help = new(Path.Combine(root, "docs", "en-US"));
string manifest = Path.Combine(root, "out", "Globus.Automate", "Globus.Automate.psd1");
try
{
    return args switch
    {
        [] => Build(),
        ["--new", _, ..] => New(args[1..]),
        ["--update", ..] => Update(args[1..]),
        ["--check"] => Check(),
        ["-h" or "--help"] => Tell(Usage),
        _ => Fail(Usage),
    };
}
catch (Exception e) when (e is PageException or IOException or RuntimeException)
{
    return Fail(e.Message);
}

int Build()
{
    foreach ((string path, string text) in help.MakeFiles())
    {
        File.WriteAllText(path, text);
        Console.WriteLine(Path.GetRelativePath(root, path));
    }

    return 0;
}

int New(IReadOnlyList<string> names)
{
    foreach (CommandFacts cmdlet in Cmdlets(names))
    {
        string path = help.PathOf(cmdlet.Name);
        if (File.Exists(path))
        {
            return Fail($"{path} is there already; --update brings it up to date.");
        }

        File.WriteAllText(path, PageWriter.Write(PageScaffold.New(cmdlet, TimeProvider.System.GetUtcNow())));
        Console.WriteLine(Path.GetRelativePath(root, path));
    }

    return 0;
}

int Update(IReadOnlyList<string> names)
{
    foreach (CommandFacts cmdlet in Cmdlets(names))
    {
        string path = help.PathOf(cmdlet.Name);
        if (!File.Exists(path))
        {
            Console.WriteLine($"{cmdlet.Name} has no page; --new {cmdlet.Name} makes one.");
            continue;
        }

        string before = File.ReadAllText(path).ReplaceLineEndings("\n");
        string after = PageWriter.Write(PageScaffold.Update(PageReader.Read(before, Path.GetFileName(path)), cmdlet));
        if (!string.Equals(before, after, StringComparison.Ordinal))
        {
            File.WriteAllText(path, after);
            Console.WriteLine(Path.GetRelativePath(root, path));
        }
    }

    return 0;
}

int Check()
{
    List<string> problems = [.. help.StaleFiles().Select(f => $"{Path.GetRelativePath(root, f)} is stale: run HelpBuilder.")];
    Dictionary<string, CommandPage> pages = help.ReadPages().ToDictionary(p => p.Name, StringComparer.Ordinal);
    foreach (CommandFacts cmdlet in BuiltModule.Read(manifest))
    {
        problems.AddRange(pages.Remove(cmdlet.Name, out CommandPage? page)
            ? PageComparison.Differences(page, cmdlet).Select(d => $"{cmdlet.Name}: {d}")
            : [$"{cmdlet.Name} has no page."]);
    }

    problems.AddRange(pages.Keys.Select(name => $"{name} has a page but is no cmdlet of the module."));
    return problems.Count == 0 ? Tell("The help is complete and up to date.") : Fail(string.Join('\n', problems));
}

IReadOnlyList<CommandFacts> Cmdlets(IReadOnlyList<string> names)
{
    IReadOnlyList<CommandFacts> all = BuiltModule.Read(manifest);
    return names.Count == 0
        ? all
        : [.. names.Select(n => all.FirstOrDefault(c => string.Equals(c.Name, n, StringComparison.OrdinalIgnoreCase)) ?? throw new PageException($"The built module has no cmdlet {n}."))];
}

static int Tell(string text)
{
    Console.WriteLine(text);
    return 0;
}

static int Fail(string text)
{
    Console.Error.WriteLine(text);
    return 1;
}
