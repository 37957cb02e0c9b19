// Meanings of frequent codes, by the number of the data element. Partners use others too: these are hints, never a check.
import { defineCodes } from '../messages/define-segments.ts';

export const x12Codes = defineCodes({
  '66': '1 D-U-N-S number | 9 D-U-N-S number with suffix | 91 Assigned by the seller | 92 Assigned by the buyer | UL Global location number | ZZ Agreed between partners',
  '88': 'GM Serial shipping container code (SSCC-18) | AA SSCC-18 | CP Carrier package id | UC Container code of the goods (UCC) | SM Shipper assigned',
  '91': 'A Air | M Motor, common carrier | L Contract carrier | U Parcel service | R Rail | S Ocean | H Customer pick-up | T Best way',
  '92': 'SA Stand-alone order | BK Blanket order | RL Release of a blanket order | NE New order | DS Dropship | RO Rush order | CF Confirmation | KN Purchase order',
  '98': 'BT Bill to | BY Buyer | CN Consignee | DA Delivery address | II Issuer of invoice | MF Manufacturer | OB Ordered by | PE Payee | PR Payer | RE Receiver of the payment | RI Remit to | SE Seller | SF Ship from | SN Store | ST Ship to | SU Supplier | VN Vendor | WH Warehouse | Z7 Mark-for party | CA Carrier | EN End user',
  '103': 'CTN25 Carton, corrugated | CTN Carton | PLT Pallet | PLT94 Pallet, wood | PCS Pieces | BOX Box | CAS Case',
  '128':
    'AO Appointment number | BM Bill of lading | BT Batch number | CN Carrier reference | CO Customer order number | CR Customer reference | DP Department | IA Vendor number | IV Seller invoice number | LO Load number | MR Merchandise type | PD Promotion number | PK Packing list | PO Purchase order number | SI Shipper reference | TN Transaction reference | VN Vendor order number | VR Vendor id | ZZ Agreed between partners',
  '133': 'B Origin to delivery, any mode | O Origin carrier | 2 First carrier after the origin carrier',
  '146':
    'CC Collect | PP Prepaid by the seller | PC Prepaid, charged to the customer | TP Third party | DF Defined by buyer and seller | PU Pick-up',
  '187': 'G Gross weight | N Net weight | A Consolidated weight | B Billed weight',
  '235':
    "BP Buyer's article number | CB Buyer's catalogue number | EN EAN-13 | IN Buyer's item number | MG Manufacturer's part number | PI Purchaser's item code | SK Stock keeping unit (SKU) | UP UPC-A, 12 digits | UK GTIN-14 | VA Vendor's style number | VN Vendor's item number | VC Vendor's catalogue number | LT Lot number",
  '248': 'A Allowance | C Charge | N No allowance or charge',
  '309': 'OR Origin | DE Destination | ZZ Agreed between partners | CA Country of origin | WH Warehouse',
  '333':
    '1 Ship date | 2 Delivery date | 3 Invoice date | 5 Date of the invoice received | 7 Effective date | 15 Receipt of goods',
  '336':
    '01 Basic | 02 End of month | 05 Discount not applicable | 08 Basic discount offered | 12 10 days after end of month | 14 Previously agreed',
  '349': 'F Free text | S Coded | X Coded and free text',
  '353':
    '00 Original | 01 Cancellation | 04 Change | 05 Replace | 06 Confirmation | 07 Duplicate | 22 Information copy',
  '355':
    'EA Each | CA Case | CT Carton | BX Box | DZ Dozen | PC Piece | PK Pack | PR Pair | SE Set | LB Pound | KG Kilogram | GR Gram | LT Litre | MR Metre | FT Foot | ST Set | UN Unit | PL Pallet',
  '365': 'TE Telephone | EM E-mail | FX Fax | CP Mobile telephone | UR Web address',
  '366':
    "BD Buyer's contact | CN General contact | DC Delivery contact | IC Information contact | OC Order contact | SD Shipping department | AP Accounts payable | AR Accounts receivable | RE Receiving contact",
  '374':
    '001 Cancel after | 002 Delivery requested | 003 Invoice | 004 Purchase order | 006 Sold | 010 Requested ship | 011 Shipped | 017 Estimated delivery | 037 Ship not before | 038 Ship no later | 063 Do not deliver after | 064 Do not deliver before | 067 Delivered, current schedule | 118 Requested pick-up | 035 Delivered',
  '522': '1 Line item total | TT Total of the transaction | GV Gross value | 5 Total invoice amount',
  '639':
    'CA Catalogue price per each | CT Contract price | NT Net price | PE Price per each | PP Price per pound | TB Tiered | UM Price per unit of measure | QT Quoted',
  '640': 'DI Debit invoice | CR Credit memo | DR Debit memo | CN Credit invoice | PR Product (goods) | FB Final bill',
  '668':
    'IA Item accepted | IR Item rejected | IB Item back-ordered | IC Item accepted, changed | IQ Item accepted, quantity changed | ID Item deleted | IP Item accepted, price changed | AC Item accepted and shipped',
  '673':
    '38 Original quantity | 39 Shipped quantity | 01 Discrete quantity | BO Back order quantity | BQ Back order quantity | 21 On order',
  '735': 'S Shipment | O Order | T Tare (shipping pallet) | P Pack | I Item | E Transport equipment',
  '963':
    'ST State tax | LS State and local sales tax | GS Goods and services tax | CS City sales tax | CT County tax | TX All taxes | VA Value added tax | SP State or provincial tax | ZC Canadian tax',
  '1005':
    '0001 Shipment, order, packaging, item | 0002 Shipment, order, item, packaging | 0003 Shipment, packaging, order, item | 0004 Shipment, order, item',
  '1300':
    'A260 Advertising allowance | C310 Discount | D240 Freight | D500 Handling | F050 Other | G740 Service | H750 Tax | I170 Trade discount | B840 Customer allowance | H000 Special allowance | D140 Fixed fee',
});
