using Globus.Automate.FlowLanguage.Definitions;
using Globus.Automate.FlowLanguage.Values;
using Globus.Automate.Local.Engine;
using Globus.Automate.Local.Providers;
using Globus.Automate.Local.Services;

namespace Globus.Automate.Local.Testing;

/// <summary>A clock, mocks, providers and an engine for one run that is tried out.</summary>
internal sealed class TestBench : IAsyncDisposable
{
    private static readonly RunOwner s_you = new("urn:globus:auth:identity:" + SequentialIds.At(0xA0), "you@local");

    private readonly FlowTestOptions _options;
    private readonly RecordedRun? _recorded;
    private readonly DateTimeOffset _startTime;
    private readonly BuiltInProviders? _ownProviders;
    private readonly VirtualTimeProvider _clock;
    private readonly MockGateway _mocks;
    private readonly FlowEngine _engine;

    public TestBench(IReadOnlyDictionary<string, IActionMock> mocks, FlowTestOptions options, RecordedRun? recorded = null)
    {
        _options = options;
        _recorded = recorded;
        _startTime = recorded?.StartTime ?? options.StartTime;
        _clock = new VirtualTimeProvider(_startTime);
        var ids = new SequentialIds();
        _mocks = new MockGateway(mocks, _clock, ids.Next, options.PassThroughUnmocked);
        IActionGateway gateway = _mocks;
        if (options.PassThroughUnmocked)
        {
            BuiltInProviders providers = options.Providers ?? (_ownProviders = new BuiltInProviders());
            var service = new ActionService(new ActionServiceOptions { TimeProvider = _clock, NewId = ids.Next, HoldClock = () => new ClockHold(_clock) });
            var webInputs = new WebInputGateway(new WebInputStore(new StateKeeper(journal: null), _clock), _ => options.FlowTitle);
            gateway = new BuiltInActionGateway(providers.Registry, service, new BuiltInActionGatewayOptions { Routes = [_mocks, webInputs], Network = options.Network is { } network ? new PacedGateway(network, _clock) : null });
        }

        _engine = new FlowEngine(
            gateway,
            new FlowEngineOptions
            {
                NewId = ids.Next,
                ResolveRoleToken = static (_, _, token, _) => new($"urn:globus:auth:identity:{SequentialIds.At(0xB0 + Math.Abs((long)StableHash(token)))}"),
            },
            _clock);
    }

    public IReadOnlyList<MockReference> Unmatched => _mocks.Unmatched();

    /// <summary>Runs to the end, or until the run is inactive and no mock says how it goes on.</summary>
    public async Task<FlowRun> RunAsync(FlowDefinition definition, FlowObject input, IRunObserver observer, string? startAt, int maxSteps, CancellationToken cancellationToken)
    {
        RunOwner owner = _options.Owner ?? (_recorded?.Owner is { } principal ? s_you with { Principal = principal } : s_you);
        FlowRun run = await _engine.StartAsync(new RunRequest
        {
            RunId = _recorded?.RunId ?? SequentialIds.At(0xD0).ToString(),
            FlowId = _recorded?.FlowId ?? SequentialIds.At(0xF0).ToString(),
            FlowTitle = _recorded?.FlowTitle ?? _options.FlowTitle,
            FlowLastUpdated = _startTime,
            Definition = definition,
            Input = input,
            Owner = owner.TokenIssuedAt == default ? owner with { TokenIssuedAt = _startTime, TokenExpiresAt = _startTime.AddHours(48) } : owner,
            Metadata = new RunMetadata { Label = _recorded?.Label ?? _options.Label },
            Observer = observer,
            StartAt = startAt,
            MaxSteps = maxSteps,
        }).ConfigureAwait(false);
        while (true)
        {
            long version = run.Version;
            RunStatus status = run.Status;
            if (status.IsFinal() || (status == RunStatus.Inactive && !_mocks.GoesOnWhenResumed))
            {
                return run;
            }

            if (status == RunStatus.Inactive)
            {
                await _engine.ResumeAsync(run).ConfigureAwait(false);
            }
            else
            {
                await run.WaitForChangeAsync(version, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync().ConfigureAwait(false);
        _clock.Dispose();
        _ownProviders?.Dispose();
    }

    /// <summary>The same number for the same text in every process (FNV-1a).</summary>
    private static int StableHash(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text)
        {
            hash = (hash ^ c) * 16777619;
        }

        return (int)(hash & 0x7FFFFFFF);
    }
}
