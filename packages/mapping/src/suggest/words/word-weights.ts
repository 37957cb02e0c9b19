// How much the concepts of names tell, whatever the language of their words.

/** Concepts that only hold others together: they count for a third too. */
export const lightConcepts: readonly string[] = [
  'address',
  'party',
  'contact',
  'person',
  'info',
  'header',
  'list',
  'summary',
];

/** Concepts that say what kind of value a field holds, not what it is about: they count for less than the words before them. */
export const kindConcepts: readonly string[] = [
  'number',
  'id',
  'guid',
  'key',
  'code',
  'reference',
  'name',
  'date',
  'time',
  'timestamp',
  'amount',
  'value',
  'type',
  'text',
];

/** Of these, what is put behind any other word: “city name”, “country code”. */
export const vagueConcepts: readonly string[] = [
  'number',
  'id',
  'guid',
  'key',
  'code',
  'reference',
  'name',
  'value',
  'text',
];

/** What is one plain value, also where it is an object with a code and a name. */
export const preciseConcepts: readonly string[] = [
  'country',
  'region',
  'city',
  'currency',
  'unit',
  'language',
  'status',
  'type',
  'category',
  'method',
  'shippingMethod',
  'paymentMethod',
  'terms',
  'paymentTerms',
  'incoterms',
  'carrier',
  'taxCode',
  'priority',
  'reason',
  'title',
  'salutation',
  'gender',
  'industry',
  'nationality',
  'stage',
  'channel',
  'sku',
  'ean',
  'lineNumber',
  'taxId',
  'gln',
  'phone',
  'email',
  'due',
];

/** Documents of business; the first concept names the document, the others mean it too where it is the subject. */
export const documentConcepts: readonly (readonly string[])[] = [
  ['order', 'purchase', 'requisition'],
  ['invoice', 'billTo'],
  ['quote'],
  ['contract'],
  ['deliveryNote', 'ship'],
  ['creditNote'],
  ['return'],
];

export const anyDocumentConcepts: readonly string[] = ['document', 'transaction'];
