// Meanings of frequent codes, by the number of the data element, in our own words. Others may come: these are hints, never a check.
import { defineCodes } from '../messages/define-segments.ts';

export const edifactCodes = defineCodes({
  '1001':
    '105 Purchase order | 120 Blanket order | 220 Order | 221 Standing order | 224 Rush order | 226 Partial order | 227 Consignment order | 231 Order response | 325 Proforma invoice | 351 Despatch advice | 380 Invoice | 381 Credit note | 383 Debit note | 384 Corrected invoice | 389 Self-billed invoice',
  '1153':
    'AAB Proforma invoice number | AAK Despatch advice number | AAU Delivery note number | ACE Related document | API Additional party id | BO Blanket order number | CR Customer reference | CT Contract number | DQ Delivery note number | FC Fiscal number | IA Internal vendor number | IV Invoice number | ON Order number of the buyer | PD Promotion number | PK Packing list number | PL Price list number | VA VAT number | VN Order number of the supplier | XA Company registration number',
  '1225':
    '1 Cancellation | 2 Addition | 3 Deletion | 4 Change | 5 Replace | 7 Duplicate | 9 Original | 31 Copy | 43 Additional transmission',
  '1229': '1 Added | 2 Deleted | 3 Changed | 5 Accepted | 6 Accepted, changed | 7 Not accepted',
  '2005':
    '2 Delivery requested | 3 Invoice | 4 Order | 10 Shipment requested | 11 Despatch | 17 Estimated delivery | 35 Actual delivery | 61 Deliver at the latest | 63 Deliver at the latest | 64 Deliver at the earliest | 69 Promised delivery | 76 Scheduled delivery | 131 Tax point | 132 Estimated arrival | 137 Date of the document | 140 Payment due | 171 Date of the reference | 200 Pick-up | 209 Value date | 263 Period of the invoice | 358 Delivery at the earliest',
  '2379':
    '101 yyMMdd | 102 yyyyMMdd | 201 yyMMddHHmm | 203 yyyyMMddHHmm | 204 yyyyMMddHHmmss | 401 HHmm | 602 Year | 610 Year and month | 616 Year and week | 718 Period yyyyMMdd-yyyyMMdd | 804 Days',
  '3035':
    'BY Buyer | SU Supplier | SE Seller | DP Delivery place | IV Invoicee | UC Ultimate consignee | CN Consignee | CA Carrier | PR Payer | PE Payee | CZ Consignor | SF Ship from | OB Ordered by | II Issuer of the invoice | LF Buyer corporate office | SN Store keeper | UD Ultimate customer | DL Factor | CO Corporate office',
  '3055':
    '9 GS1 (EAN) | 91 Assigned by the supplier | 92 Assigned by the buyer | 5 ISO | 6 UN/ECE | 16 D-U-N-S | 260 Agreed | 28 Customs | 86 Assigned by the party that sends',
  '3139':
    'OC Order contact | PD Purchasing contact | IC Information contact | AL Sales administration | DL Delivery contact | GR Goods receiving contact | SA Sales manager | AR Accounts receivable | AP Accounts payable',
  '3155': 'TE Telephone | FX Telefax | EM Electronic mail | AL Mobile telephone | XF X.400 | EI EDI',
  '3227':
    '1 Place of terms of delivery | 7 Place of delivery | 11 Port of discharge | 9 Port of loading | 19 Warehouse | 27 Country of origin | 35 Exporting country | 159 Additional internal destination | 5 Place of departure | 8 Place of destination',
  '4053':
    'EXW Ex works | FCA Free carrier | CPT Carriage paid to | CIP Carriage and insurance paid to | DAP Delivered at place | DDP Delivered, duty paid | FOB Free on board | CIF Cost, insurance and freight | DDU Delivered, duty unpaid',
  '4279': '1 Basic | 3 Fixed date | 7 Extended | 10 Instalment | 20 Penalty terms | 22 Discount | 35 Single payment',
  '4347':
    '1 Additional identification | 5 Product identification | 3 Substituted by | 4 Substituted for | 2 Identification of potential substitution',
  '4451':
    'AAI General information | AAA Goods description | DEL Delivery information | PUR Purchasing information | INV Invoice instruction | SUR Supplier remarks | ZZZ Agreed between partners | PMT Payment information | REG Regulatory information | TXD Tax declaration | AAB Terms of payments',
  '5025':
    '8 Allowance or charge | 9 Amount due | 23 Charge | 25 Charge or allowance base | 38 Invoice line item | 39 Invoice total | 66 Goods item total | 77 Invoice amount | 79 Total of line items | 86 Total message amount | 113 Prepaid | 124 Tax | 125 Taxable | 128 Total | 131 Total charges and allowances | 150 Tax on line item | 165 Adjustment | 176 Message total tax | 203 Line item | 204 Allowance | 259 Total charges | 260 Total allowances | 388 Amount payable',
  '5125':
    'AAA Net price, allowances included | AAB Gross price, allowances excluded | AAE Information price, tax included | AAF Information price, tax excluded | CAL Calculation price | INF Information | INV Invoice price | CT Contract price',
  '5245': '1 Allowance | 2 Charge | 3 Allowance or charge | 7 Percentage of invoice | 12 Discount | 15 Penalty',
  '5283': '7 Tax | 5 Customs duty | 6 Fee | 9 Tax-related information',
  '5153': 'VAT Value added tax | GST Goods and services tax | EXC Excise | ENV Environmental tax | AAA Petroleum tax',
  '5305':
    'S Standard rate | Z Zero rated | E Exempt | A Mixed rate | AE Reverse charge | G Free export, no tax | H Higher rate | AA Lower rate',
  '5463': 'A Allowance | C Charge | N No allowance or charge | B Other information',
  '6063':
    '1 Discrete | 12 Despatched | 21 Ordered | 46 Delivered | 47 Invoiced | 48 Received | 52 Per pack | 59 Consumer units | 61 Return | 66 Committed | 83 Backorder | 113 To be delivered | 192 Free goods | 11 Split | 194 Received and accepted',
  '6069':
    '1 Sum of the quantities | 2 Number of line items | 11 Number of packages | 7 Gross weight | 15 Volume | 16 Lines of the document',
  '6311':
    'AAE Measurement | PD Physical dimensions | WT Weight | AAI Item weight | CT Count | LN Length dimensions | TL Tolerance',
  '6313':
    'AAB Gross weight of the goods item | AAC Total net weight | AAD Total gross weight | G Gross weight | AAA Net weight | HT Height | LN Length | WD Width | DP Depth | AAW Gross volume | T Tare weight',
  '6347': '2 Reference currency | 3 Target currency | 1 Charge payment currency',
  '6343': '4 Invoicing | 9 Order | 11 Payment | 10 Pricing',
  '6411':
    'PCE Piece | EA Each | KGM Kilogram | GRM Gram | LTR Litre | MTR Metre | MTQ Cubic metre | CT Carton | PF Pallet | PK Pack | SET Set | TNE Tonne | CMT Centimetre | MMT Millimetre | HUR Hour',
  '7077':
    'A Free text, long | B Code and text | C Code of an industry | D Free-form | E Free text, short | F Free form | S Structured',
  '7143':
    'EN GTIN (EAN) | SRV GTIN | SA Article number of the supplier | IN Article number of the buyer | BP Part number of the buyer | MF Article number of the manufacturer | UP UPC | NB Batch number | SN Serial number | PV Promotional variant | GD Industry commodity code | HS Harmonised system | SKU Stock keeping unit',
  '7065':
    'CT Carton | PK Package | BX Box | PX Pallet | 201 Pallet ISO 1 | 202 Pallet ISO 2 | 09 Returnable pallet | CS Case | 200 Pallet half | PC Parcel',
  '7405':
    'BJ Serial shipping container code (SSCC) | BN Serial number | BX Batch number | AW SSCC of the pallet | VV Vehicle id',
  '4233':
    '33E GS1 label with SSCC | 16 Buyer instructions | 17 Seller instructions | 24 Shipper assigned | 30 Mark serial shipping container code | 31 Mark with Ean-13 | 36E GS1 label with other data',
  '8051': '20 Main carriage | 10 Pre-carriage | 30 On-carriage | 1 Inland transport | 25 Delivery carrier',
  '8067': '10 Sea | 20 Rail | 30 Road | 40 Air | 50 Mail | 60 Multimodal | 80 Inland waterway',
  '8053': 'CN Container | EFP Exchangeable pallet | TE Trailer | PA Pallet | CH Chassis | BX Boxcar',
});
