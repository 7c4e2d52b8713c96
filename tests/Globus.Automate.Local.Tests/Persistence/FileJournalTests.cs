using System.Text;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Persistence;

namespace Globus.Automate.Local.Tests.Persistence;

/// <summary>The journal's file: what comes back, what a crash may leave, what is an error.</summary>
public sealed class FileJournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("journal").FullName;

    private string LogPath => Path.Combine(_folder, "journal.log");

    [Fact]
    public async Task What_was_committed_comes_back_in_order()
    {
        using (FileJournal journal = FileJournal.Open(_folder))
        {
            journal.Append(new JournalRecord(JournalOperation.Append, "run", "a", FlowValue.From(1)));
            await journal.CommitAsync(new JournalRecord(JournalOperation.Put, "flow", "x", FlowValue.Parse("""{"title":"naïve ☃ \n","n":[1.5,null]}""")));
            await journal.CommitAsync(new JournalRecord(JournalOperation.Append, "run", "a", FlowValue.From(2)));
        }

        Assert.Equal(["Append run a 1", """Put flow x {"title":"naïve ☃ \n","n":[1.5,null]}""", "Append run a 2"], Read());
    }

    [Fact]
    public void A_put_replaces_and_a_delete_ends_a_stream()
    {
        using (FileJournal journal = FileJournal.Open(_folder))
        {
            journal.Append(new JournalRecord(JournalOperation.Append, "run", "a", FlowValue.From(1)));
            journal.Append(new JournalRecord(JournalOperation.Append, "run", "b", FlowValue.From(2)));
            journal.Append(new JournalRecord(JournalOperation.Put, "run", "a", FlowValue.From(3)));
            journal.Append(new JournalRecord(JournalOperation.Append, "run", "a", FlowValue.From(4)));
            journal.Append(new JournalRecord(JournalOperation.Delete, "run", "b", FlowValue.Null));
            journal.Append(new JournalRecord(JournalOperation.Append, "run", "c", FlowValue.From(5)));
            journal.Append(new JournalRecord(JournalOperation.Delete, "run", "c", FlowValue.Null));
            journal.Append(new JournalRecord(JournalOperation.Append, "run", "c", FlowValue.From(6)));
        }

        Assert.Equal(["Put run a 3", "Append run a 4", "Append run c 6"], Read());
    }

    [Fact]
    public void A_torn_end_is_cut_off_wherever_it_is_torn()
    {
        Write(5);
        byte[] whole = File.ReadAllBytes(LogPath);
        int lastLine = Encoding.UTF8.GetString(whole).TrimEnd('\n').LastIndexOf('\n') + 1;
        for (int length = lastLine; length < whole.Length; length++)
        {
            File.WriteAllBytes(LogPath, whole[..length]);
            Assert.Equal(4, Read().Count);
            Assert.Equal(lastLine, new FileInfo(LogPath).Length);
        }

        // What a disk may have made of blocks that were never written.
        File.WriteAllBytes(LogPath, [.. whole[..lastLine], .. new byte[4096]]);
        Assert.Equal(4, Read().Count);
        using (FileJournal journal = FileJournal.Open(_folder))
        {
            journal.Append(new JournalRecord(JournalOperation.Append, "run", "a", FlowValue.From("after")));
        }

        Assert.Equal(5, Read().Count);
    }

    [Fact]
    public void A_file_that_was_torn_before_its_first_line_is_begun_anew()
    {
        File.WriteAllText(LogPath, "globus-auto");
        Assert.Empty(Read());
    }

    [Fact]
    public void Damage_in_the_middle_is_an_error_with_its_place()
    {
        Write(5);
        byte[] whole = File.ReadAllBytes(LogPath);
        int second = Array.IndexOf(whole, (byte)'\n', Array.IndexOf(whole, (byte)'\n') + 1) + 1;
        for (int offset = 0; offset < 12; offset++)
        {
            byte[] damaged = [.. whole];
            damaged[second + offset] ^= 1;
            File.WriteAllBytes(LogPath, damaged);
            JournalException exception = Assert.Throws<JournalException>(() => FileJournal.Open(_folder));
            Assert.Contains($"damaged at byte {second}", exception.Message, StringComparison.Ordinal);
            Assert.Contains("Restore the file from a copy", exception.Message, StringComparison.Ordinal);
            Assert.Equal(damaged, File.ReadAllBytes(LogPath));
        }
    }

    [Fact]
    public void Another_file_is_not_taken_for_a_journal()
    {
        File.WriteAllText(LogPath, "a file of somebody else, with more than one line\nand so on\n");
        Assert.Contains("is not a journal of this version", Assert.Throws<JournalException>(() => FileJournal.Open(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_process_at_a_time_has_the_folder()
    {
        using (FileJournal.Open(_folder))
        {
            JournalException exception = Assert.Throws<JournalException>(() => FileJournal.Open(_folder));
            Assert.Contains("in use by another local Globus", exception.Message, StringComparison.Ordinal);
        }

        FileJournal.Open(_folder).Dispose();
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_an_error_that_names_it()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, string.Empty);
        Assert.Contains(file, Assert.Throws<JournalException>(() => FileJournal.Open(Path.Combine(file, "below"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_files_are_their_owners_alone()
    {
        Write(1);
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Unix file modes.");
            return;
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(LogPath));
    }

    [Fact]
    public async Task The_file_is_written_anew_when_most_of_it_does_not_count_any_more()
    {
        string big = new('x', 1000);
        using (FileJournal journal = FileJournal.Open(_folder, new FileJournalOptions { CompactAbove = 100_000 }))
        {
            await journal.CommitAsync(new JournalRecord(JournalOperation.Append, "run", "first", FlowValue.From("kept")));
            for (int i = 0; i < 2000; i++)
            {
                journal.Append(new JournalRecord(JournalOperation.Put, "flow", $"f{i % 10}", FlowValue.From($"{i} {big}")));
                journal.Append(new JournalRecord(JournalOperation.Append, "run", "first", FlowValue.From(i)));
                if (i % 50 == 0)
                {
                    await journal.CommitAsync(new JournalRecord(JournalOperation.Append, "gone", $"g{i}", FlowValue.From(big)));
                    await journal.CommitAsync(new JournalRecord(JournalOperation.Delete, "gone", $"g{i}", FlowValue.Null));
                }
            }

            await journal.CommitAsync(new JournalRecord(JournalOperation.Append, "run", "last", FlowValue.From("kept")));
            Assert.InRange(journal.Length, 1, 400_000);
        }

        List<string> records = Read();
        Assert.Equal("Append run first \"kept\"", records[0]);
        Assert.Equal(Enumerable.Range(0, 2000).Select(i => $"Append run first {i}"), records.Where(record => record.StartsWith("Append run first", StringComparison.Ordinal)).Skip(1));
        Assert.Equal(Enumerable.Range(1990, 10).Select(i => $"{i}"), records.Where(record => record.StartsWith("Put", StringComparison.Ordinal)).Select(record => record.Split('"')[1].Split(' ')[0]));
        Assert.DoesNotContain(records, record => record.Contains("gone", StringComparison.Ordinal));
        Assert.Equal("Append run last \"kept\"", records[^1]);
        Assert.False(File.Exists(LogPath + ".new"));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_anew_goes_on_as_it_is()
    {
        using (FileJournal journal = FileJournal.Open(_folder, new FileJournalOptions { CompactAbove = 10_000 }))
        {
            Directory.CreateDirectory(Path.Combine(_folder, "journal.log.new", "in the way"));
            for (int i = 0; i < 1000; i++)
            {
                await journal.CommitAsync(new JournalRecord(JournalOperation.Put, "thing", "one", FlowValue.From(i)));
            }

            Directory.Delete(Path.Combine(_folder, "journal.log.new"), recursive: true);
            long before = journal.Length;
            for (int i = 0; i < 1000; i++)
            {
                await journal.CommitAsync(new JournalRecord(JournalOperation.Put, "thing", "one", FlowValue.From(i)));
            }

            Assert.True(before > 20_000, $"{before} bytes");
            Assert.True(journal.Length < before, $"{journal.Length} bytes, {before} before");
        }

        using FileJournal again = FileJournal.Open(_folder);
        var found = new List<JournalRecord>();
        again.Replay(found.Add);
        Assert.Equal(FlowValue.From(999), Assert.Single(found).Payload);
    }

    [Fact]
    public async Task Many_writers_share_the_journal()
    {
        using (FileJournal journal = FileJournal.Open(_folder))
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(writer => Task.Run(async () =>
            {
                for (int i = 0; i < 40; i++)
                {
                    await journal.CommitAsync(new JournalRecord(JournalOperation.Append, "run", $"w{writer}", FlowValue.From(i)));
                    await journal.WaitForRoomAsync();
                }
            })));
        }

        List<string> records = Read();
        for (int writer = 0; writer < 50; writer++)
        {
            Assert.Equal(Enumerable.Range(0, 40).Select(i => $"Append run w{writer} {i}"), records.Where(record => record.StartsWith($"Append run w{writer} ", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    public void Types_and_keys_are_words(string word)
    {
        using FileJournal journal = FileJournal.Open(_folder);
        Assert.Throws<ArgumentException>(() => journal.Append(new JournalRecord(JournalOperation.Put, word, "k", FlowValue.Null)));
        Assert.Throws<ArgumentException>(() => journal.Append(new JournalRecord(JournalOperation.Put, "t", word, FlowValue.Null)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(int records)
    {
        using FileJournal journal = FileJournal.Open(_folder);
        for (int i = 0; i < records; i++)
        {
            journal.Append(new JournalRecord(JournalOperation.Append, "run", "a", FlowValue.From(i)));
        }
    }

    private List<string> Read()
    {
        using FileJournal journal = FileJournal.Open(_folder);
        var records = new List<string>();
        journal.Replay(record => records.Add($"{record.Operation} {record.Type} {record.Key} {record.Payload}"));
        return records;
    }
}
