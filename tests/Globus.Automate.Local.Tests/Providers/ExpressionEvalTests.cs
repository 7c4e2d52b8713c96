using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;

namespace Globus.Automate.Local.Tests.Providers;

public sealed class ExpressionEvalTests
{
    [Theory]
    [InlineData("""{"expression": "x + 1", "arguments": {"x": 2}}""", """{"result": 3}""")]
    [InlineData("""{"expression": "'foo' + 'bar'"}""", """{"result": "foobar"}""")]
    [InlineData("""{"expression": "1", "result_path": "$.a.b"}""", """{"a": {"b": 1}}""")]
    [InlineData("""{"expression": "1", "result_path": "a.b"}""", """{"a": {"b": 1}}""")]
    [InlineData("""{"expression": "1", "result_path": "a b.it's"}""", """{"a b": {"it's": 1}}""")]
    [InlineData("""{"expressions": [{"expression": "1", "result_path": "a"}, {"expression": "x", "arguments": {"x": [2]}, "result_path": "$.b"}]}""", """{"a": 1, "b": [2]}""")]
    [InlineData("""{"expressions": [{"expression": "1"}, {"expression": "2"}]}""", """{"result": 2}""")]
    [InlineData("""{"expression": "Hellos == Hellos[0:0]", "arguments": {"Hellos": []}, "result_path": "loop_done"}""", """{"loop_done": true}""")]
    public async Task Values_go_where_result_path_says(string body, string details)
    {
        await using var host = new ProviderHost();

        ActionResponse response = await host.RunAsync("expression_eval", body);

        Assert.Equal(201, response.StatusCode);
        Assert.Equal("SUCCEEDED", ProviderHost.Status(response.Body));
        Assert.Equal(FlowValue.Parse(details), ProviderHost.Details(response.Body));
    }

    [Theory]
    [InlineData("""{"expression": "1 / 0"}""", "ZeroDivisionError")]
    [InlineData("""{"expression": "1 +"}""", "SyntaxError")]
    [InlineData("""{"expression": "1", "result_path": "$.a[*]"}""", "SyntaxError")]
    public async Task What_cannot_be_computed_fails_and_says_why(string body, string error)
    {
        await using var host = new ProviderHost();

        ActionResponse response = await host.RunAsync("expression_eval", body);

        Assert.Equal("FAILED", ProviderHost.Status(response.Body));
        Assert.Equal(error, ProviderHost.Details(response.Body)["error"]!.AsString());
        Assert.NotNull(ProviderHost.Details(response.Body)["description"]!.AsString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"expression": 5}""")]
    [InlineData("""{"expression": "1", "expressions": [{"expression": "1"}]}""")]
    [InlineData("""{"expression": "1", "arguments": []}""")]
    [InlineData("""{"expressions": []}""")]
    public async Task A_body_that_does_not_fit_is_refused(string body)
    {
        await using var host = new ProviderHost();

        Assert.Equal(400, (await host.RunAsync("expression_eval", body)).StatusCode);
    }
}
