import { defineFunction } from './definition.ts';
import { valueForms } from './value-form.ts';
import { exactOf, exactOfText, exactText, roundExact } from '../evaluate/exact.ts';
import { kindOf } from '../evaluate/value.ts';
import { placesOf } from '../values/counts.ts';
import { plainDigits } from '../values/read-number.ts';

const maxDigits = 1_000;

export const decimalFunction = defineFunction({
  name: 'DECIMAL',
  category: 'Convert',
  summary:
    'An exact decimal number as text, however many digits it has: with so many places, a half rounded away from zero, or with those that it has. The decimal separator of a text is a point unless another is given.',
  notes:
    'It may hold more digits than a number can; at most 1,000 characters are read. An exponent is written out. Where a side of `+ - * / %` or of a comparison is written as DECIMAL(…), all digits count and the result of a calculation is a decimal again: `DECIMAL(net) * 1.19`. A quotient has up to 34 digits, or more to keep the places of its dividend. DECIMALSUM adds lists, DECIMAL with places rounds. What a name stands for is text: write `DECIMAL(total) + 1`.',
  parameters: [
    { name: 'value', type: 'any' },
    { name: 'places', type: 'number', form: valueForms.places, optional: true },
    { name: 'separator', type: 'text', form: valueForms.separator, optional: true },
  ],
  returns: { type: ['string', 'null'] },
  nulls: 'yieldsNull',

  examples: [
    { expr: 'DECIMAL(2.5, 2)', result: '2.50' },
    { expr: "DECIMAL('90071992547409931.005', 2)", result: '90071992547409931.01' },
    { expr: "DECIMAL('1.234,5', 2, ',')", result: '1234.50' },
    { expr: "DECIMAL('900719925474099312.45') + 0.1", result: '900719925474099312.55' },
    { expr: "DECIMAL(DECIMAL('123456789012345678.05') * 1.19, 2)", result: '146913578924691356.88' },
    { expr: "DECIMAL('10.0') > DECIMAL('9')", result: true },
    { expr: "DECIMAL('')", result: null },
  ],
  run: (frame, site, value, places, separator = '.') => {
    const wanted = places === undefined ? undefined : placesOf(places, site);
    if (typeof value === 'number') {
      const exact = exactOf(value);
      return exactText(wanted === undefined ? exact : roundExact(exact, wanted, 'half'));
    }
    if (typeof value !== 'string') throw site.error('typeMismatch', `cannot read ${kindOf(value)} as a number.`);
    if (value.length > maxDigits) throw site.error('invalidValue', `the number has more than ${maxDigits} characters.`);
    frame.charge(1 + value.length, site);
    const trimmed = value.trim();
    if (trimmed === '') return null;
    const digits = plainDigits(trimmed, separator, site);
    if (digits === undefined) throw site.error('invalidValue', `cannot read ${kindOf(value)} as a number.`);
    const exact = exactOfText(digits);
    return exactText(wanted === undefined ? exact : roundExact(exact, wanted, 'half'));
  },
});
