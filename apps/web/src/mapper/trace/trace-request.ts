/** Which expression's making is looked at, and where. */
export interface TraceRequest {
  /** The rule's path. */
  readonly path: string;
  /** The part that the row shows: `''` the rule's own, `#let.price`, `#case.0`. */
  readonly part: string;
  /** Beside which box of the page it opens, in pixels. */
  readonly at: { readonly left: number; readonly top: number; readonly bottom: number };
}
