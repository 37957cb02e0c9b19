import { describe, expect, it } from 'vitest';
import { sniffCsv } from './sniff-csv.ts';

describe('sniffCsv', () => {
  it.each<[string, Partial<ReturnType<typeof sniffCsv>>]>([
    ['id,name\n1,"a;b;c"\n2,x', { delimiter: ',', header: true, decimal: '.' }],
    ['Artikel;Preis\nA;1,50\nB;12,00', { delimiter: ';', header: true, decimal: ',' }],
    ['sku;w\na;0.125\nb;1.500', { delimiter: ';', decimal: '.' }],
    ['sku;w\na;1.500\nb;2.750', { delimiter: ';', decimal: '.' }],
    ['sku;w\na;1.500\nb;2,5', { delimiter: ';', decimal: ',' }],
    ['sku;w\na;1\nb;2', { delimiter: ';', decimal: '.' }],
    ['id\tprice\n1\t1.5\n2\t2.25', { delimiter: '\t', header: true, decimal: '.' }],
    ['1|2|3\n4|5|6', { delimiter: '|', header: false }],
    ["'a','b'\n'1','x,y'\n'2','z'", { delimiter: ',', quote: "'", header: true }],
    ['a,b\r1,2\r', { delimiter: ',', lineEnd: '\r' }],
    ['2026-01-02;3\n2026-01-03;4', { delimiter: ';', header: false }],
    ['name,city\nAna,Bergen\nWei,Oslo', { header: true, headerConfidence: 0.6 }],
    ['name,age\nBob\nEve,3,4', { delimiter: ',', header: true, confidence: 0.09 }],
    ['a;a;b\n1;2\n3;4;5;6', { delimiter: ';' }],
    ['Remark\nred, green\nblue, or not, at all\nnone', { delimiter: ',', confidence: 0.1 }],
    ['', { delimiter: ',', confidence: 0 }],
  ])('knows %j', (text, expected) => expect(sniffCsv(text)).toMatchObject(expected));

  it('is less sure the less there is to see', () => {
    const even = sniffCsv('a,b,c\n1,2,3\n4,5,6').confidence;
    expect(even).toBeGreaterThan(0.8);
    expect(sniffCsv('a,b,c\n1,2\n4,5,6,7').confidence).toBeLessThan(0.5);
    expect(sniffCsv('just some words\nof a text').confidence).toBeLessThan(0.2);
  });

  it('looks at the beginning only, and survives anything', () => {
    expect(sniffCsv(`a;b\n${'1;2\n'.repeat(50_000)}`).confidence).toBeGreaterThan(0.8);
    expect(sniffCsv('"'.repeat(100_000)).confidence).toBeLessThan(0.5);
    expect(sniffCsv('\0\u0001"\n"x"y\n').confidence).toBeLessThan(0.5);
  });
});
