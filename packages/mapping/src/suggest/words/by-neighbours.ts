// Words that mean one thing beside certain fields and another elsewhere: the “state” of an address, and that of an order.

export interface WordByNeighbours {
  /** The whole name, folded and in its base form. */
  readonly word: string;
  /** Concepts of which one field beside it must be, or none, to mean `means`. */
  readonly beside: readonly string[];
  readonly isBeside: boolean;
  /** No field beside it is of one of these. */
  readonly without?: readonly string[];
  readonly means: string;
}

export const wordsByNeighbours: readonly WordByNeighbours[] = [
  { word: 'state', beside: ['city', 'postalCode', 'street'], isBeside: false, means: 'status' },
  { word: 'rate', beside: ['quantity', 'unit'], isBeside: true, without: ['unitPrice', 'price'], means: 'unit price' },
];
