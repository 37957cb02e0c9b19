// The segments of X12 that the guides here use, described in our own words. Lengths are the longest of versions 004010 to 005010.
import { defineSegments, defineTypes } from '../messages/define-segments.ts';
import type { SegmentDefinition } from '../messages/guide.ts';
import { x12Codes } from './x12-codes.ts';

export const x12Dictionary = defineTypes(
  {
    C001: 'ID/2! 355 Unit of measure | R/15 1018 Exponent | R/10 649 Multiplier',
    C040: 'ID/3! 128 Reference qualifier | AN/50! 127 Reference | ID/3 128 Second reference qualifier | AN/50 127 Second reference',
  },
  x12Codes,
);

const tenTimes = (line: string): string => Array.from({ length: 10 }, () => line).join(' | ');
const tenProductIds = tenTimes('ID/2 235 Product id qualifier | AN/48 234 Product id');
const tenDestinations = tenTimes('AN/80 67 Destination | R/15 380 Quantity');

export const x12Segments: Readonly<Record<string, SegmentDefinition>> = defineSegments(
  {
    ISA: 'Interchange header | ID/2 Authorisation qualifier | AN/10 Authorisation | ID/2 Security qualifier | AN/10 Security | ID/2 Sender qualifier | AN/15 Sender | ID/2 Receiver qualifier | AN/15 Receiver | D6/6 Date | T4/4 Time | AN/1 Standard, or the sign that parts repetitions | ID/5 Version | AN/9 Control number | ID/1 Acknowledgement asked for | ID/1 Test or production | AN/1 Sign that parts components',
    GS: 'Group header | ID/2! 479 Functional code | AN/15! 142 Sender | AN/15! 124 Receiver | DT/8! 373 Date | TM/8! 337 Time | AN/9! 28 Group control number | ID/2 455 Agency | AN/12! 480 Version',
    ST: 'Transaction set header | ID/3! 143 Transaction set | AN/9! 329 Control number | AN/35 1705 Implementation',
    TA1: 'Interchange acknowledgement | AN/9! Control number | D6/6! 373 Date | T4/4! 337 Time | ID/1! Acknowledgement | ID/3! Note',
    AMT: 'Amount | ID/3!~ 522 Amount qualifier | R/18! 782 Amount | ID/1 478 Debit or credit',
    BEG: 'Beginning of a purchase order | ID/2! 353 Purpose | ID/2! 92 Type of order | AN/22! 324 Purchase order number | AN/30 328 Release number | DT/8! 373 Date of the order | AN/30 367 Contract number | ID/2 587 Acknowledgement type | ID/3 1019 Type of invoice',
    BIG: 'Beginning of an invoice | DT/8! 373 Invoice date | AN/22! 76 Invoice number | DT/8 373 Date of the order | AN/22 324 Purchase order number | AN/30 328 Release number | AN/8 327 Change order number | ID/2 640 Kind of invoice | ID/2 353 Purpose',
    BSN: 'Beginning of a ship notice | ID/2! 353 Purpose | AN/30! 396 Shipment number | DT/8! 373 Date | TM/8! 337 Time | ID/4 1005 Order of the levels | ID/2 640 Kind of transaction | ID/3 641 Status reason',
    CAD: 'Carrier | ID/2 91 Way of transport | AN/4 206 Equipment initial | AN/15 207 Equipment number | ID/4 140 Carrier code (SCAC) | AN/35 387 Routing | ID/2 368 Shipment status | ID/3~ 128 Reference qualifier | AN/50 127 Reference',
    CTT: 'Totals | N0/6! 354 Number of line items | R/10 347 Sum of quantities | R/10 81 Weight | ID/2 355 Unit of measure | R/8 183 Volume | ID/2 355 Unit of measure | AN/80 352 Description',
    CTP: 'Price | ID/2 687 Class of trade | ID/3~ 236 Kind of price | R/17 212 Unit price | R/15 380 Quantity | C001 Unit | ID/3 648 Multiplier qualifier | R/10 649 Multiplier | R/18 782 Amount',
    CUR: 'Currency | ID/3!~ 98 Whose currency | ID/3! 100 Currency | R/10 280 Exchange rate | ID/3 98 Other party | ID/3 100 Other currency',
    DTM: 'Date or time | ID/3!~ 374 What the date is | DT/8 373 Date | TM/8 337 Time | ID/2 623 Time zone | ID/3 1250 Format of the period | AN/35 1251 Period',
    FOB: 'Terms of delivery | ID/2! 146 Who pays the freight | ID/2 309 Place qualifier | AN/80 352 Place | ID/2 334 Kind of transport terms | ID/3 335 Transport terms | ID/2 309 Place qualifier where title passes | AN/80 352 Place where title passes',
    HL: 'Level | AN/12! 628 Number of the level | AN/12 734 Number of the level above | ID/2!~ 735 Kind of level | ID/1 736 Whether levels follow below',
    ISS: 'Totals of the shipment | R/10 382 Units shipped | ID/2 355 Unit of measure | R/10 81 Weight | ID/2 355 Unit of weight | R/8 183 Volume | ID/2 355 Unit of volume',
    IT1: `Line item of an invoice | AN/20 350 Line number | R/10 358 Quantity invoiced | ID/2 355 Unit of measure | R/17 212 Unit price | ID/2 639 Basis of the price | ${tenProductIds}`,
    ITD: 'Terms of payment | ID/2 336 Kind of terms | ID/2 333 Date they count from | R/6 338 Discount in percent | DT/8 370 Discount until | N0/3 351 Discount days | DT/8 446 Net due on | N0/3 386 Net days | N2/10 362 Discount amount | DT/8 388 Deferred due on | N2/10 389 Deferred amount | R/5 342 Percent of the invoice | AN/80 352 Description | N0/2 765 Day of the month',
    LIN: `Item | AN/20 350 Line number | ${tenProductIds}`,
    MAN: 'Marks and numbers | ID/2!~ 88 Kind of mark | AN/48! 87 Mark or number | AN/48 87 End of the range | ID/2 88 Second kind of mark | AN/48 87 Second mark or number',
    MEA: 'Measurement | ID/2 737 What is measured | ID/3~ 738 Kind of measurement | R/20 739 Value | C001 Unit | R/20 740 Lowest value | R/20 741 Highest value',
    MSG: 'Message text | AN/264! 933 Text | ID/2 934 Printer control | N0/9 1470 Number',
    MTX: 'Text | ID/3~ 363 Kind of note | AN/4096 1551 Text | AN/4096 1551 Second text',
    N1: 'Party | ID/3!~ 98 Entity identifier code | AN/60 93 Name | ID/2 66 Identification code qualifier | AN/80 67 Identification code | ID/2 706 Relation | ID/3 98 Second entity',
    N2: 'Additional name | AN/60! 93 Name | AN/60 93 Further name',
    N3: 'Street | AN/55! 166 Address line | AN/55 166 Second address line',
    N4: 'City | AN/30 19 City | ID/2 156 State or province | ID/15 116 Postal code | ID/3 26 Country | ID/2 309 Location qualifier | AN/30 310 Location',
    N9: 'Reference with text | ID/3!~ 128 Reference qualifier | AN/50 127 Reference | AN/45 369 Description | DT/8 373 Date | TM/8 337 Time',
    NTE: 'Note | ID/3~ 363 Kind of note | AN/80! 352 Text',
    PER: 'Contact | ID/2!~ 366 Contact function | AN/60 93 Name | ID/2 365 Kind of number | AN/256 364 Number or address | ID/2 365 Second kind of number | AN/256 364 Second number or address | ID/2 365 Third kind of number | AN/256 364 Third number or address | AN/20 443 Contact reference',
    PID: 'Description of the item | ID/1!~ 349 Form of the description | ID/3 750 Characteristic | ID/2 559 Agency | AN/12 751 Description code | AN/80 352 Description | ID/2 752 Surface or layer | AN/15 822 Source subqualifier | ID/1 1073 Yes or no | ID/3 819 Language',
    PO1: `Line item of an order | AN/20 350 Line number | R/15 330 Quantity ordered | ID/2 355 Unit of measure | R/17 212 Unit price | ID/2 639 Basis of the price | ${tenProductIds}`,
    PO4: 'Packing of the item | N0/6 356 Inner packs | R/8 357 Size of a pack | ID/2 355 Unit of measure | AN/5 103 Packaging | ID/2 187 Kind of weight | R/9 384 Gross weight of a pack | ID/2 355 Unit of weight | R/9 385 Gross volume of a pack | ID/2 355 Unit of volume | R/8 82 Length | R/8 189 Width | R/8 65 Height | ID/2 355 Unit of length | N0/6 810 Inner packs per outer pack',
    PRF: 'Reference to an order | AN/22! 324 Purchase order number | AN/30 328 Release number | AN/8 327 Change order number | DT/8 373 Date of the order | AN/20 350 Line number | AN/30 367 Contract number | ID/2 92 Type of order',
    QTY: 'Quantity | ID/2!~ 673 Quantity qualifier | R/15 380 Quantity | C001 Unit | AN/30 61 Free-form quantity',
    REF: 'Reference | ID/3!~ 128 Reference qualifier | AN/50 127 Reference | AN/80 352 Description | C040 Further references',
    SAC: 'Allowance, charge or service | ID/1!~ 248 Allowance or charge | ID/4 1300 Kind | ID/2 559 Agency | AN/10 1301 Agency code | N2/15 610 Amount | ID/1 378 Base of the percentage | R/6 332 Percent | R/9 118 Rate | ID/2 355 Unit of measure | R/15 380 Quantity | R/15 380 Second quantity | ID/2 331 How it is handled | AN/50 127 Reference | AN/20 770 Option | AN/80 352 Description | ID/3 819 Language',
    SDQ: `Quantities by destination | ID/2! 355 Unit of measure | ID/2 66 Identification code qualifier | ${tenDestinations} | AN/30 310 Location`,
    SN1: 'Shipped quantity | AN/20 350 Line number | R/10! 382 Units shipped | ID/2! 355 Unit of measure | R/15 646 Shipped to date | R/15 330 Quantity ordered | ID/2 355 Unit of the order | ID/1 728 Returnable container load | ID/2 668 Status of the item',
    TD1: 'Weight and packaging | AN/5 103 Packaging | N0/7 80 Number of packages | ID/1 23 Commodity code qualifier | AN/30 22 Commodity code | AN/50 79 Description | ID/2~ 187 Kind of weight | R/10 81 Weight | ID/2 355 Unit of weight | R/8 183 Volume | ID/2 355 Unit of volume',
    TD3: 'Transport equipment | ID/2 40 Kind of equipment | AN/4 206 Equipment initial | AN/15 207 Equipment number | ID/2 187 Kind of weight | R/10 81 Weight | ID/2 355 Unit of weight | ID/1 102 Ownership | ID/2 407 Seal status | AN/15 225 Seal number',
    TD5: 'Carrier and routing | ID/2 133 Place in the route | ID/2 66 Identification code qualifier | AN/80 67 Carrier | ID/2 91 Way of transport | AN/35 387 Routing | ID/2 368 Shipment status | ID/2 309 Location qualifier | AN/30 310 Location | ID/2 731 Transit direction | ID/2 732 Kind of transit time | R/4 733 Transit time | ID/2 284 Level of service',
    TDS: 'Total of the invoice | N2/15! 610 Total amount | N2/15 610 Amount subject to discount | N2/15 610 Discounted amount due | N2/15 610 Discount',
    TXI: 'Tax | ID/2!~ 963 Kind of tax | R/18 782 Amount | R/10 954 Percent | ID/2 955 Jurisdiction qualifier | AN/10 956 Jurisdiction | ID/1 441 Exempt | ID/1 662 Relation | R/9 828 Base in percent | AN/20 325 Tax number | AN/20 350 Line number',
  },
  x12Dictionary,
);
