/**
 * Where the common schemas of vector tiles keep what a map shows. Each of them names its layers and kinds otherwise; a file is
 * drawn by whatever of these it has.
 *
 * - Protomaps basemap 4 (docs.protomaps.com/basemaps/layers): `kind`
 * - OpenMapTiles 3 (openmaptiles.org/schema): `class`
 * - Shortbread 1 (shortbread-tiles.org/schema/1.0): `kind`
 */
export type Role = 'land' | 'cover' | 'water' | 'road' | 'building' | 'border' | 'place' | 'road-name'

// biome-ignore format: a table to proof-read
export const layersOf: Readonly<Record<Role, readonly string[]>> = {
  //           Protomaps               OpenMapTiles                       Shortbread
  land:       ['earth'],
  cover:      ['landcover', 'landuse', 'park',                            'land', 'sites'],
  water:      ['water',                'waterway',                        'ocean', 'water_polygons', 'water_lines'],
  road:       ['roads',                'transportation',                  'streets'],
  building:   ['buildings',            'building'],
  border:     ['boundaries',           'boundary'],
  place:      ['places',               'place',                           'place_labels'],
  'road-name':['roads',                'transportation_name',             'street_labels'],
}

/** Kinds of what covers the ground that are drawn green, and those that are drawn as built. Anything else stays land. */
export const green: readonly string[] = [
  ...['wood', 'forest', 'park', 'grass', 'grassland', 'scrub', 'meadow', 'orchard', 'nature_reserve', 'national_park'],
  ...['garden', 'golf_course', 'cemetery', 'village_green', 'recreation_ground', 'protected_area', 'public_park'],
]
export const built: readonly string[] = [
  ...['residential', 'industrial', 'commercial', 'retail', 'urban_area', 'suburb', 'railway', 'quarry', 'school'],
  ...['university', 'hospital', 'aerodrome', 'garages'],
]

/** Kinds of roads by how wide they are drawn; any other is a lane, but for what no wheel uses. */
export const wideRoads: readonly string[] = ['highway', 'motorway', 'trunk', 'major_road', 'primary']
export const middleRoads: readonly string[] = ['medium_road', 'secondary', 'tertiary']
export const noRoads: readonly string[] = [
  ...['ferry', 'path', 'footway', 'steps', 'track', 'pier', 'aerialway', 'aeroway', 'other', 'pedestrian', 'runway'],
]
export const rails: readonly string[] = ['rail', 'railway', 'transit', 'light_rail', 'subway', 'narrow_gauge']

/** Kinds of places that are larger than what is looked at. */
export const largePlaces: readonly string[] = ['continent', 'country', 'region', 'state', 'province']
