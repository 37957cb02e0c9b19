import { describe, expect, it } from 'vitest';
import { buildLexicon } from '../words/lexicon.ts';
import { baseForm, singular } from './base-form.ts';
import { skeleton } from './cut-words.ts';
import { foldText } from './fold-text.ts';
import { phraseAcross, readName } from './read-name.ts';
import { splitCompound } from './split-compound.ts';
import { splitName } from './split-name.ts';

const lexicon = buildLexicon();
const never = (): boolean => false;

describe('foldText', () => {
  it.each([
    ['Straße', 'strasse'],
    ['Größe', 'groesse'],
    ['Søn', 'soen'],
    ['Número', 'numero'],
    ['ÅRSAG', 'aarsag'],
    ['', ''],
  ])('writes %s as %s', (text, folded) => expect(foldText(text)).toBe(folded));
});

describe('splitName', () => {
  it.each([
    ['orderNumber', ['order', 'number']],
    ['order_number', ['order', 'number']],
    ['order-number', ['order', 'number']],
    ['Order No.', ['order', 'no']],
    ['address1', ['address', '1']],
    ['E1EDK01', ['e', '1', 'edk', '01']],
    ['XMLOrderID', ['xml', 'order', 'id']],
    ['orderIDs', ['order', 'id']],
    ['cbc:IssueDate', ['issue', 'date']],
    ['@currency', ['currency']],
    ['__proto__', ['proto']],
    ['a.b', ['a', 'b']],
    ['日本語', ['日本語']],
    ['``', []],
    ['', []],
  ])('parts %s', (name, words) => expect(splitName(name, never)).toEqual(words));

  it('keeps words with capitals inside, alone and inside others', () => {
    const isWord = (word: string): boolean => word === 'mwst';
    expect(splitName('MwSt', isWord)).toEqual(['mwst']);
    expect(splitName('SummeMwSt', isWord)).toEqual(['summe', 'mwst']);
  });

  it('is bounded', () => {
    expect(splitName('aB'.repeat(5_000), never).length).toBe(12);
  });
});

describe('base forms', () => {
  it.each([
    ['addresses', 'address'],
    ['parties', 'party'],
    ['lines', 'line'],
    ['status', 'status'],
    ['address', 'address'],
    ['gas', 'gas'],
  ])('the singular of %s is %s', (word, one) => expect(singular(word)).toBe(one));

  it.each([
    ['ordered', 'order'],
    ['created', 'create'],
    ['shipped', 'ship'],
    ['billing', 'bill'],
    ['positionen', 'position'],
    ['laender', 'land'],
  ])('%s is a form of %s', (word, base) => {
    const known = new Set(['order', 'create', 'ship', 'bill', 'position', 'land']);
    expect(baseForm(word, (candidate) => known.has(candidate))).toBe(base);
  });

  it('is none where no known word is behind it', () => {
    expect(baseForm('zebras', never)).toBeUndefined();
  });
});

describe('splitCompound', () => {
  const words = {
    isKnown: (word: string) => ['order', 'number', 'bestell', 'nummer', 'auftrag', 'kunde', 'ort'].includes(word),
    isShortForm: (word: string) => ['exp', 'cust', 'qty'].includes(word),
  };
  it.each([
    ['ordernumber', ['order', 'number']],
    ['bestellnummer', ['bestell', 'nummer']],
    ['auftragsnummer', ['auftrag', 'nummer']],
    ['kundennummer', ['kunde', 'nummer']],
    ['custno', ['cust', 'no']],
    ['export', undefined],
    ['order', undefined],
    ['ordernumberx', undefined],
    ['uiqty', ['ui', 'qty']],
    ['xorder', ['x', 'order']],
    ['axcust', undefined],
  ])('parts %s', (word, parts) => expect(splitCompound(word, words)).toEqual(parts));
});

describe('readName', () => {
  const read = (name: string): string[] =>
    readName(name, lexicon).map(({ word, concept }) => lexicon.conceptNames[concept] ?? word);
  it.each([
    ['zip_code', ['postalCode']],
    ['PLZ', ['postalCode']],
    ['custAddrNo', ['buyer', 'address', 'number']],
    ['Bestellnummer', ['order', 'number']],
    ['created_at', ['create', 'date']],
    ['orderedAt', ['order', 'date']],
    ['address2', ['addressExtra']],
    ['UnitOfMeasure', ['unit']],
    ['MwSt-Satz', ['taxRate']],
    ['Haus-Nr', ['houseNumber']],
    ['Zahlungskond', ['paymentTerms']],
    ['LINE_CMNT', ['item', 'note']],
    ['dlvryDate', ['ship', 'date']],
    ['LineSum', ['lineTotal']],
    ['POBox', ['poBox']],
    ['BELNR', ['document', 'number']],
    ['ShipAddress1', ['ship', 'street']],
    ['streetAddressTwo', ['addressExtra']],
    ['AmountIncludingTaxes', ['gross']],
    ['typeCode', ['type', 'code']],
    ['rowGuid', ['item', 'guid']],
  ])('reads %s', (name, concepts) => expect(read(name)).toEqual(concepts));

  it('says what was a short form', () => {
    expect(readName('qty', lexicon)).toEqual([
      expect.objectContaining({ word: 'quantity', written: 'qty', isShort: true }),
    ]);
  });

  it('finds phrases across a level', () => {
    const across = (parent: string, name: string): string | undefined => {
      const token = phraseAcross(parent, name, lexicon);
      return token === undefined ? undefined : lexicon.conceptNames[token.concept];
    };
    expect(across('tax', 'rate')).toBe('taxRate');
    expect(across('lineItem', 'name')).toBe('productName');
    expect(across('customer', 'name')).toBeUndefined();
  });

  it('takes consonants for a word only where one word has them', () => {
    expect(skeleton('delivery')).toBe('dlvry');
    expect(lexicon.sets.whole('dlvry')).toBe('delivery');
    expect(lexicon.sets.whole('xqz')).toBeUndefined();
  });
});
