using Polly;
using Polly.Retry;

namespace Globus.Automate.Client.Transport;

/// <summary>When a request is sent again and after how long: Polly's retry strategy under the rules of this protocol.</summary>
internal static class RetryRules
{
    public static ResiliencePipeline<Attempt> Build(GlobusHttpOptions options)
    {
        var retry = new RetryStrategyOptions<Attempt>
        {
            MaxRetryAttempts = Math.Max(1, options.MaxRetries),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromMilliseconds(500),
            MaxDelay = options.MaxDelay,
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is { } attempt && MayRepeat(args.Context, attempt, options)),
            DelayGenerator = static args => ValueTask.FromResult(args.Outcome.Result?.RetryAfter),
            OnRetry = static args =>
            {
                Call.Of(args.Context).WillRetry(args.RetryDelay);
                return ValueTask.CompletedTask;
            },
        };

        return new ResiliencePipelineBuilder<Attempt> { TimeProvider = options.TimeProvider }.AddRetry(retry).Build();
    }

    private static bool MayRepeat(ResilienceContext context, Attempt attempt, GlobusHttpOptions options)
    {
        Call call = Call.Of(context);
        if (!attempt.IsTransient || options.MaxRetries < 1 || (attempt.IsAmbiguous && call.Request.NeverTwice is not null))
        {
            return false;
        }

        TimeSpan wait = attempt.RetryAfter ?? TimeSpan.Zero;
        return wait <= options.MaxRetryAfter && call.Elapsed + wait <= options.TotalTime;
    }
}

/// <summary>One request on its way through its attempts.</summary>
internal sealed class Call(GlobusRequest request, string? token, IExchangeObserver? observer, TimeProvider time)
{
    private static readonly ResiliencePropertyKey<Call> s_key = new("call");

    private readonly long _started = time.GetTimestamp();

    public GlobusRequest Request { get; } = request;

    public string? Token { get; set; } = token;

    public IExchangeObserver? Observer { get; } = observer;

    public SecretMask Mask { get; set; } = new(token ?? request.Credentials?.Parameter, request.Body, request.ContentType);

    public int Attempts { get; set; }

    public bool AnyAmbiguous { get; set; }

    public Exchange? LastExchange { get; set; }

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    public static Call Of(ResilienceContext context) => context.Properties.GetValue(s_key, null!);

    public void AttachTo(ResilienceContext context) => context.Properties.Set(s_key, this);

    public void WillRetry(TimeSpan delay)
    {
        if (Observer is not null && LastExchange is not null)
        {
            Observer.OnRetry(LastExchange, delay);
        }
    }
}
