/** Of countries: a letter, and all that follow it. */
const COUNTRIES = `
  acdefgilmoqrstuwxz babdefghijmnorstwyz cacdfghiklmnoruvwxyz dejkmoz ecegrstu fijkmor gadefghilmnpqrstuwy hkmnrtu
  idelmnoqrst jemop keghimnprwyz labcikrstuvy macdeghklmnopqrstuvwxyz nacefgilopruz om paefghklmnrstwy qa reosuw
  sabcdeghiklmnorstuvxyz tcdfghjklmnortvwz uagksyz vaceginu wfs yet zamw
`
/** Of all others those that are seen in links, and the ends of other scripts. */
const OTHERS = `
  com net org info biz name pro mobi edu gov mil int aero asia coop jobs museum tel travel xxx cat post
  academy accountant accountants adult agency app art auction audio auto autos baby band bank bar beauty beer best bet bid
  bio blog blue bond boutique build builders business buzz cab cafe cam camera camp capital car cards care careers cars
  casa cash casino center charity chat cheap church city claims click clinic clothing cloud club codes coffee community
  company computer consulting contact cool country coupons credit cricket cyou cfd dance data date dating day deals delivery
  democrat dental design dev diamonds diet digital direct directory dog domains download earth eco education email energy
  engineer enterprises equipment estate events exchange expert exposed express faith family fan fans farm fashion film
  finance financial fish fit fitness flights florist flowers football forex forum foundation free fun fund futbol fyi gallery
  game games garden gay gift gifts girls gives glass global gmbh gold golf goo goog google graphics gratis green group guide
  guitars guru hair haus health help holdings holiday homes horse hospital host hosting hot house how icu immo inc industries
  ink institute insure international investments jetzt jewelry kaufen kim kitchen land lat law lawyer lease legal lgbt life
  lighting limited limo link live llc loan loans lol london love ltd luxury makeup management market marketing markets mba
  media memorial men menu miami moda moe mom money monster mortgage moscow movie network new news ngo ninja now nyc observer
  one ong onion online ooo organic page paris partners parts party pet pharmacy photo photography photos pics pictures pink
  pizza place plumbing plus poker porn press productions promo properties property protection pub quest racing realty
  recipes red rehab rent rentals repair report republican rest restaurant review reviews rich rip rocks run sale salon sarl
  sbs school science security select services sex sexy shoes shop shopping show singles site ski skin soccer social software
  solar solutions space sport store stream studio study style sucks supplies supply support surf surgery systems tattoo tax
  taxi team tech technology tennis theater tickets tienda tips tires today tools top tours town toys trade trading training
  tube uno vacations vegas ventures vet viajes video villas vin vip vision vodka vote voyage wang watch webcam website wedding
  wiki win wine work works world wtf xin xyz yachts yoga zone
  рф рус бел бг укр мкд срб қаз ею мон ком орг сайт онлайн дети москва ελ ευ հայ გე 中国 中國 公司 网络 網路 网址 网站 网店 商城 商店 集团
  在线 香港 台湾 台灣 新加坡 游戏 娱乐 手机 한국 닷컴 닷넷 삼성 コム みんな ストア セール クラウド ไทย คอม भारत संगठन कॉम नेट বাংলা ভারত
  இந்தியா இலங்கை భారత్ ಭಾರತ ഭാരതം ලංකා ລາວ ایران امارات السعودية مصر المغرب الجزائر تونس قطر عمان الاردن فلسطين سورية سوريا
  عراق بھارت پاکستان شبكة موقع كوم בישראל ישראל קום
`
/** What files end in, too. */
const FILES = 'md mov py sh zip'

const words = (list: string) => list.trim().split(/\s+/)
const countries = words(COUNTRIES).flatMap(([first, ...seconds]) => seconds.map(second => `${first}${second}`))
const ENDS = new Set([...countries, ...words(OTHERS), ...words(FILES)])
const FILE_ENDS = new Set(words(FILES))

/** Whether hosts end in it that people write; in small letters, in the script that it is read in. */
export function isTopLevelDomain(label: string): boolean {
  return ENDS.has(label) || /^xn--[a-z0-9-]+$/.test(label)
}

/** Whether files end in it as often. */
export function isFileEnding(label: string): boolean {
  return FILE_ENDS.has(label)
}
