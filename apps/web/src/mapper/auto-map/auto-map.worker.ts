// Auto-map beside the screen: a second of matching must not be a second without it.
import { suggestMapping } from '@patchbay/mapping/suggest';
import type { MatchRequest, MatchResult } from '@patchbay/mapping/suggest';

export interface AutoMapQuestion {
  readonly id: number;
  readonly request: MatchRequest;
}
export type AutoMapAnswer = { readonly id: number } & ({ readonly result: MatchResult } | { readonly failed: string });

addEventListener('message', ({ data: { id, request } }: MessageEvent<AutoMapQuestion>) => {
  let answer: AutoMapAnswer;
  try {
    answer = { id, result: suggestMapping(request) };
  } catch (error) {
    answer = { id, failed: error instanceof Error ? error.message : String(error) };
  }
  postMessage(answer);
});
