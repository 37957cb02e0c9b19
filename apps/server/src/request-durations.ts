// How long requests took, as a histogram of Prometheus. Counted in plain arrays: a library's look-up of labels takes as long as
// a small part of a request, and there are thousands a second.

const name = 'patchbay_server_request_seconds';
const kinds = ['hooks', 'trpc', 'api', 'web'] as const;
export type RequestKind = (typeof kinds)[number];

/** Upper bounds in seconds; what takes longer counts in the last one, without a bound. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30];

interface Series {
  readonly counts: number[];
  sum: number;
}

export class RequestDurations {
  /** By kind, then by the first digit of the status. */
  readonly #series = new Map<RequestKind, (Series | undefined)[]>(kinds.map((kind) => [kind, []]));

  /** `seconds` from the request's arrival to the end of its answer. */
  observe(kind: RequestKind, status: number, seconds: number): void {
    const ofKind = this.#series.get(kind) ?? [];
    const series = (ofKind[Math.floor(status / 100)] ??= { counts: bounds.map(() => 0).concat(0), sum: 0 });
    let at = 0;
    while (at < bounds.length && seconds > (bounds[at] ?? 0)) at += 1;
    series.counts[at] = (series.counts[at] ?? 0) + 1;
    series.sum += seconds;
  }

  /** In the text format of Prometheus. */
  text(): string {
    const lines = [`# HELP ${name} Time to answer, by kind of request`, `# TYPE ${name} histogram`];
    for (const [kind, ofKind] of this.#series) {
      ofKind.forEach((series, digit) => {
        if (series === undefined) return;
        const labels = `kind="${kind}",status="${digit}xx"`;
        let count = 0;
        series.counts.forEach((here, at) => {
          count += here;
          lines.push(`${name}_bucket{le="${bounds[at] ?? '+Inf'}",${labels}} ${count}`);
        });
        lines.push(`${name}_sum{${labels}} ${series.sum}`, `${name}_count{${labels}} ${count}`);
      });
    }
    return `${lines.join('\n')}\n`;
  }
}
