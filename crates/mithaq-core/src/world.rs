//! The world's tables: states, cities, outlets, companies, exercises, exhibitions, letters of other scripts.
//!
//! In: `packs/world`, compiled. Out: look-ups by id for the reading engine.

use crate::name::{NameKeys, NameTables};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// A state or body.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct StateInfo {
    pub code: String,
    pub name: String,
    pub capital: String,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub region: String,
    /// A body (NATO, EU …), not a state.
    pub body: bool,
}

/// A city of the gazetteer; degrees.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct City {
    pub id: String,
    pub name: String,
    pub state: String,
    pub latitude: f64,
    pub longitude: f64,
    pub population: u64,
    pub capital: bool,
}

/// An outlet, company, exercise or exhibition.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NamedThing {
    pub id: String,
    pub name: String,
    pub state: Option<String>,
    pub kind: String,
    pub place: Option<String>,
    pub domain: Option<String>,
}

/// The tables as compiled.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct WorldData {
    pub version: String,
    pub states: Vec<StateInfo>,
    pub cities: Vec<City>,
    pub outlets: Vec<NamedThing>,
    pub companies: Vec<NamedThing>,
    pub exercises: Vec<NamedThing>,
    pub exhibitions: Vec<NamedThing>,
    /// Moved into the [`World`] that is made of these tables.
    pub names: NameTables,
}

/// The tables with their indexes.
#[derive(Debug)]
pub struct World {
    pub data: WorldData,
    cities: FxHashMap<String, usize>,
    bodies: Vec<String>,
    names: NameKeys,
}

impl World {
    pub fn new(mut data: WorldData) -> Self {
        let cities = data.cities.iter().enumerate().map(|(i, c)| (c.id.clone(), i)).collect();
        let bodies = data.states.iter().filter(|s| s.body).map(|s| s.code.clone()).collect();
        let names = NameKeys::new(std::mem::take(&mut data.names));
        World { data, cities, bodies, names }
    }
    pub fn city(&self, id: &str) -> Option<&City> {
        self.cities.get(id).map(|&i| &self.data.cities[i])
    }
    pub fn outlet(&self, id: &str) -> Option<&NamedThing> {
        self.data.outlets.iter().find(|t| t.id == id)
    }
    /// The key under which the spellings of a person's name meet; none where no letter of it is known.
    pub fn name_key(&self, name: &str) -> Option<String> {
        Some(self.names.key(name)).filter(|k| !k.is_empty())
    }
    /// Is the code one of a body (NATO, EU …) and not of a state?
    pub fn is_body(&self, code: &str) -> bool {
        self.bodies.iter().any(|b| b == code)
    }
}
