/** Words that somebody might want to keep out of a room; those of the lists that people share. */
export const UNWANTED_WORDS = `
  anal anus arse ass bastard bitch butt bum clit cock coon crap cum cunt damn dick dyke fag fanny fuck gook hell ho homo horny jap
  jerk jew kike nazi negro nig paki penis piss poo poon porn prick puss rape scat screw semen sex shag shit slag slut spic
  spunk suck tart tit tits turd twat vag wank whore xxx
  bite chatte con couille cul merde pute salope
  arsch fotze hure kacke nutte schwanz titten
  cabron coger cono culo joder marica mierda pendejo puta puto verga
  cazzo coglione figa fica merda troia
  caralho foder porra
  hoer kont kut lul pik
  göt sik orospu
  анус бля гей ебать жид манда педик сука хер хуй член
`
  .trim()
  .split(/\s+/)

/** Ordinary words and names in which one of those stands, of several languages. All are written with spaces between. */
export const INNOCENT_WORDS = `
  Scunthorpe Penistone Clitheroe Lightwater Essex Sussex Middlesex Wessex Cockermouth Cockfosters Shitterton Dickens Dickinson
  Hancock Hitchcock Babcock Peacock Matsushita Yamashita Takeshita Kinoshita Cumbria Cumberland Cummings Arsenal Assam Assisi
  Massachusetts Nassau Parnassus Picasso Hassan Cassandra Titus Titian Titania Pakistan Kazakhstan Japan Jewel
  Spickard Hellen Hellenic Nigel Nigeria Niger Sextus Wankel Whorelton Swansea Lancaster
  assassin assassinate assume assumption assign assignment assist assistant associate assorted assure asset assess assemble
  bass brass class classic classical classify compass embassy embarrass glass grass harass hassle mass massage massive molasses
  morass overpass pass passage passenger passion passport password potassium sassafras surpass tassel trespass carcass
  ambassador encompass parsec parse sparse coarse hoarse arsenic rehearse
  analysis analyst analogue analog banal canal psychoanalysis penalty final penal
  button butter butterfly butterscotch rebuttal contribute attribute tribute albumen album bumper bumblebee
  cockatoo cockpit cockroach cocktail cockle gamecock woodcock weathercock shuttlecock stopcock poppycock
  cumulative cucumber circumvent circumference document documentary accumulate incumbent succumb encumber scum
  dickcissel predicate prediction dictionary benedick medick
  evocative scattered scatter muscat hello shell shellfish seashell hellebore michelle othello cello
  grape drape drapery scrape skyscraper therapist therapy trapeze parapet crape
  homogeneous homonym homologous homeowner horn hornet
  jerkin niggle niggard denigrate snigger enigma vertigo night knight
  poodle spoon spool harpoon pool poor tycoon raccoon cocoon
  prickle prickly pussycat octopussy purse
  sextant sextet sextuple bisexual asexual unisex sexton   shiitake mishit cushite shitake   spice spicy suspicion auspicious conspicuous despicable hospice spicule
  start starter tartan tartar mustard bastardise custard
  title titan titanium titration appetite entity constitution institute altitude attitude gratitude latitude petition competition
  quantity identity stitch substitute practitioner tithe partition
  saturday sturdy nocturnal vagrant vague vagabond extravagant
  swank swanky wankel twattle wristwatch
  basement cement advertisement amusement
  concours second conseil conduire concert seconde contact calcul culture reculer particule habiter arbitre orbite
  subite exploite débiter réputer disputer computer députer   Klasse Wasser Masse Kassette Klassik Analyse Kanal Staatsexamen Dickicht Titel Schwanzmeise Arschin Hurerei
  computadora disputa reputación diputado imputar amputar cálculo artículo vínculo ridículo círculo músculo vehículo
  espectáculo obstáculo currículo minúsculo convergencia envergadura escoger recoger encoger
  significare figaro magnifica africa classifica lentiggini   hoera kontakt horizont lullaby pikant kutter
  klasik eksik psikoloji götürmek sikke müsik
  манускрипт оскорблять употреблять рубля корабля гейзер жидкость ожидать неожиданно команда командир мандарин велосипедик
  барсука подстрахуй херувим парикмахер членство
`
  .trim()
  .split(/\s+/)

/** Whole words that mean something else with the accents that they have: of each its plain form, and how it is written. */
export const ACCENTED_WORDS: readonly (readonly [plain: string, accented: string])[] = [
  ['ano', 'año'],
  ['cono', 'coño'],
  ['schwul', 'schwül'],
  ['sik', 'sık'],
  ['pecher', 'pêcher'],
  ['tache', 'tâche'],
  ['cul', 'çul'],
  ['kaka', 'kåka'],
]
