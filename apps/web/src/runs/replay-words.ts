// What a replay takes, as far as it is known whether the flow has a latest version: undefined while that is looked up.

export type Version = 'latest' | 'original';

interface ReplayWay {
  readonly words: string;
  readonly disabled: boolean;
}

const lookedUp = 'It is looked up whether the flow is published.';

/** The same event, by the latest version. */
export function latestWords(isLive: boolean | undefined): ReplayWay {
  if (isLive === undefined) return { words: lookedUp, disabled: true };
  return isLive
    ? { words: 'What was done stays done; the rest runs as published now.', disabled: false }
    : { words: 'The flow is not published: there is no latest version.', disabled: true };
}

/** As a new event: nothing is started before it is said which version it takes. */
export function asNewWords(isLive: boolean | undefined): ReplayWay & { readonly version: Version } {
  if (isLive === undefined) return { words: lookedUp, disabled: true, version: 'original' };
  return isLive
    ? { words: 'Everything is done again, under new keys, as published now.', disabled: false, version: 'latest' }
    : {
        words: 'Everything is done again, under new keys, by the version that the run had.',
        disabled: false,
        version: 'original',
      };
}
